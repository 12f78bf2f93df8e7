//! What a tool takes, as flags say it.

use std::collections::HashSet;

use serde_json::Value;

use crate::schema::kind::{Kind, type_of, without_null};
use crate::schema::{resolve, standalone};

/// One argument, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Argument {
    /// Of names within names: `address`, `street`.
    pub(in crate::cli) path: Vec<String>,
    pub(in crate::cli) kind: Kind,
    /// Of no simple kind: what is no JSON may be a text all the same.
    pub(in crate::cli) text: bool,
    pub(in crate::cli) required: bool,
    pub(in crate::cli) description: Option<String>,
    /// A noun phrase, such as "an integer from 1 to 14".
    pub(in crate::cli) expects: String,
    pub(in crate::cli) default: Option<Value>,
    /// What the command line shows to others.
    pub(in crate::cli) secret: bool,
}

/// How deep objects are taken apart, and how many flags there are at most.
const DEEPEST: usize = 4;
const MOST: usize = 256;

impl Argument {
    /// All arguments of an input schema, parts after the whole.
    pub(in crate::cli) fn all(schema: &Value) -> Vec<Self> {
        let mut collector = Collector { document: schema, all: Vec::new(), taken: HashSet::new() };
        collector.members(schema, &[], true);
        collector.all
    }

    /// The name of its flag, where it can be one.
    pub(super) fn flag(&self) -> String {
        self.path.join(".")
    }

    pub(super) fn is_flag(&self) -> bool {
        let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
        let flag = self.flag();
        flag.chars().all(plain) && flag.starts_with(|char: char| char != '-')
    }
}

struct Collector<'a> {
    document: &'a Value,
    all: Vec<Argument>,
    /// `a.b` may be a name, and a part of `a`.
    taken: HashSet<String>,
}

impl Collector<'_> {
    fn members(&mut self, schema: &Value, path: &[String], needed: bool) {
        let Some(Value::Object(properties)) = schema.get("properties") else { return };
        let required = |name: &str| {
            schema["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name))
        };
        for (name, written) in properties {
            let path = [path, std::slice::from_ref(name)].concat();
            if self.all.len() == MOST || !self.taken.insert(path.join(".")) {
                continue;
            }
            let Some(schema) = resolve(self.document, written) else { continue };
            let schema = without_null(self.document, &schema);
            let said =
                |keyword: &str| written.get(keyword).or_else(|| schema.get(keyword)).cloned();
            let needed = needed && required(name);
            self.all.push(Argument {
                kind: Kind::of(self.document, &schema),
                text: type_of(&schema).is_none() && takes_text(self.document, &schema),
                required: needed,
                description: said("description").and_then(|text| text.as_str().map(str::to_owned)),
                expects: expects(self.document, written),
                default: said("default"),
                secret: said("writeOnly") == Some(Value::Bool(true)),
                path: path.clone(),
            });
            if path.len() < DEEPEST && type_of(&schema) == Some("object") {
                // The whole may come as JSON, so no part of it is demanded.
                self.members(&schema, &path, false);
            }
        }
    }
}

fn expects(document: &Value, schema: &Value) -> String {
    let phrase = standalone(document, schema).map(|validator| validator.phrase());
    phrase.unwrap_or_else(|| "a value that matches its schema".to_owned())
}

/// Whether some text may be what it asks for; the server looks at it in any case.
fn takes_text(document: &Value, schema: &Value) -> bool {
    let expects = expects(document, schema);
    expects == "any value" || expects.contains("string")
}

#[cfg(test)]
mod tests;
