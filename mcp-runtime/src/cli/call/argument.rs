//! What a tool takes, as flags say it.

use std::collections::HashSet;

use serde_json::Value;

use crate::schema::compare::resolve;
use crate::schema::standalone;

/// One argument, or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) struct Argument {
    /// Of names within names: `address`, `street`.
    pub(in crate::cli) path: Vec<String>,
    pub(in crate::cli) kind: Kind,
    pub(in crate::cli) required: bool,
    pub(in crate::cli) description: Option<String>,
    /// A noun phrase, such as "an integer from 1 to 14".
    pub(in crate::cli) expects: String,
    pub(in crate::cli) default: Option<Value>,
    /// What the command line shows to others.
    pub(in crate::cli) secret: bool,
}

/// How a text becomes a value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::cli) enum Kind {
    Text,
    Integer,
    Number,
    Flag,
    /// The values there are, with what is said of each.
    Choice(Vec<(Value, Option<String>)>),
    /// A flag that is repeated, or one JSON array.
    List(Box<Kind>),
    /// JSON; what is none is a text where the schema takes one.
    Json {
        text: bool,
    },
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
            let schema = self.without_null(&schema);
            let said =
                |keyword: &str| written.get(keyword).or_else(|| schema.get(keyword)).cloned();
            let needed = needed && required(name);
            self.all.push(Argument {
                kind: self.kind(&schema, DEEPEST),
                required: needed,
                description: said("description").and_then(|text| text.as_str().map(str::to_owned)),
                expects: expects(self.document, written),
                default: said("default"),
                secret: said("writeOnly") == Some(Value::Bool(true)),
                path: path.clone(),
            });
            if path.len() < DEEPEST && kind_of(&schema) == Some("object") {
                // The whole may come as JSON, so no part of it is demanded.
                self.members(&schema, &path, false);
            }
        }
    }

    /// What an optional schema is when it is something.
    fn without_null(&self, schema: &Value) -> Value {
        let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf"));
        if let Some(Value::Array(all)) = alternatives {
            let mut others = all.iter().filter(|one| one["type"] != "null");
            if let (Some(one), None, true) = (others.next(), others.next(), all.len() == 2) {
                return resolve(self.document, one)
                    .map_or_else(|| one.clone(), std::borrow::Cow::into_owned);
            }
        }
        schema.clone()
    }

    fn kind(&self, schema: &Value, levels: usize) -> Kind {
        if let Some(choices) = choices(schema) {
            return Kind::Choice(choices);
        }
        match kind_of(schema) {
            Some("string") => Kind::Text,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("boolean") => Kind::Flag,
            Some("array") if schema.get("prefixItems").is_none() && levels > 0 => {
                let items = schema.get("items").and_then(|items| resolve(self.document, items));
                let items = items.map_or(Kind::Json { text: true }, |items| self.kind(&items, 0));
                match items {
                    // Where an item may be an array itself, one flag is the whole.
                    Kind::List(_) | Kind::Json { .. } => Kind::Json { text: false },
                    items => Kind::List(Box::new(items)),
                }
            }
            Some(_) => Kind::Json { text: false },
            None => Kind::Json { text: takes_text(self.document, schema) },
        }
    }
}

/// Its type, where it has one beside null.
fn kind_of(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(name) => Some(name),
        Value::Array(names) => {
            let mut names = names.iter().filter_map(Value::as_str).filter(|name| *name != "null");
            let first = names.next()?;
            names.next().is_none().then_some(first)
        }
        _ => None,
    }
}

/// The values that are listed, as `enum`, or as constants that are explained one by one.
fn choices(schema: &Value) -> Option<Vec<(Value, Option<String>)>> {
    let not_null = |value: &&Value| !value.is_null();
    if let Some(Value::Array(values)) = schema.get("enum") {
        return Some(values.iter().filter(not_null).map(|value| (value.clone(), None)).collect());
    }
    let Some(Value::Array(branches)) = schema.get("oneOf").or_else(|| schema.get("anyOf")) else {
        return schema.get("const").map(|value| vec![(value.clone(), None)]);
    };
    let mut all = Vec::new();
    for branch in branches {
        let said = branch["description"].as_str().map(str::to_owned);
        match (branch.get("const"), branch.get("enum")) {
            (Some(value), _) => all.push((value.clone(), said)),
            (None, Some(Value::Array(values))) => {
                all.extend(values.iter().map(|value| (value.clone(), said.clone())));
            }
            _ => return None,
        }
    }
    Some(all)
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
