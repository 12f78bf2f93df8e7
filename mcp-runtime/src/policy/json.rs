use serde_json::{Value, json};

use super::place::Source;
use super::resolve::Policy;

impl Policy {
    /// What is in force, for programs: `server` and, by name, `tools`,
    /// `prompts` and `resources`, each with a `value` and a `source` for every
    /// setting.
    pub(crate) fn json(&self) -> Value {
        let mut all = json!({ "server": {}, "tools": {}, "prompts": {}, "resources": {} });
        for row in &self.rows {
            let section = match row.of {
                None => &mut all["server"],
                Some((kind, name)) => &mut all[kind.plural()][name],
            };
            let setting = json!({"value": row.value.json(), "source": source(&row.source)});
            section[row.key.name()] = setting;
        }
        all
    }
}

fn source(source: &Source) -> Value {
    match source {
        Source::Default => json!({"from": "default"}),
        Source::Attribute { file, line } => {
            json!({"from": "attribute", "file": file, "line": line})
        }
        Source::File { path, line } => json!({"from": "file", "path": &**path, "line": line}),
        Source::Environment { name } => json!({"from": "environment", "name": name}),
    }
}
