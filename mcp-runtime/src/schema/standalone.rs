//! A part of a document that is read without the rest of it.

use serde_json::{Map, Value};

use super::Validator;
use super::dialect::Dialect;

/// What checks a part alone, with the definitions that it refers to; `None` where it refers to anything else, which
/// would be something else without the document.
pub(crate) fn standalone(document: &Value, part: &Value) -> Option<Validator> {
    let alone = match part {
        Value::Object(map) if refers(part) => with_definitions(document, map),
        _ => return Validator::compile(part).ok(),
    };
    leads_into_definitions(&alone).then(|| Validator::compile(&alone).ok())?
}

fn with_definitions(document: &Value, part: &Map<String, Value>) -> Value {
    let mut alone = part.clone();
    for definitions in ["$defs", "definitions"] {
        if let Some(defined) = document.get(definitions) {
            alone.insert(definitions.to_owned(), defined.clone());
        }
    }
    Value::Object(alone)
}

/// Whether anything in it looks like a reference.
fn refers(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => map.contains_key("$ref") || map.values().any(refers),
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

fn leads_into_definitions(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => map.iter().all(|(keyword, value)| match (keyword.as_str(), value) {
            ("$ref", Value::String(target)) => {
                target.starts_with("#/$defs/") || target.starts_with("#/definitions/")
            }
            ("enum" | "const", _) => true,
            // A property may have any name.
            (keyword, value) => {
                value.is_string()
                    || Dialect::Draft2020.holds(keyword).is_none() && !value.is_object()
                    || leads_into_definitions(value)
            }
        }),
        Value::Array(items) => items.iter().all(leads_into_definitions),
        _ => true,
    }
}
