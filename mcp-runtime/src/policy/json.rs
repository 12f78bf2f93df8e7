use serde_json::{Map, Value, json};

use super::place::Source;
use super::resolve::Policy;

impl Policy {
    /// What is in force, for programs: `server` and, by name, `tools`, each
    /// with a `value` and a `source` for every setting.
    pub(crate) fn json(&self) -> Value {
        let (mut server, mut tools) = (Map::new(), Map::new());
        for row in &self.rows {
            let section = match row.tool {
                None => &mut server,
                Some(tool) => match tools.entry(tool).or_insert_with(|| json!({})) {
                    Value::Object(section) => section,
                    _ => continue,
                },
            };
            let setting = json!({"value": row.value.json(), "source": source(&row.source)});
            section.insert(row.key.name().to_owned(), setting);
        }
        json!({"server": server, "tools": tools})
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
