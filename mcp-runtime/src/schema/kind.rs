//! What a schema asks for, where that is simple enough to be written as a text.

use serde_json::Value;

use super::reference::resolve;

/// How a text becomes a value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Number,
    Flag,
    /// The values there are, with what is said of each.
    Choice(Vec<(Value, Option<String>)>),
    /// Several of a kind.
    List(Box<Kind>),
    /// Objects, and what may be of several types.
    Other,
}

/// Of lists; an item that is a list itself is no simple one.
const DEEPEST: usize = 1;

impl Kind {
    /// Of a schema that is a part of a document.
    pub(crate) fn of(document: &Value, schema: &Value) -> Self {
        match resolve(document, schema) {
            Some(schema) => Self::at(document, &without_null(document, &schema), DEEPEST),
            None => Self::Other,
        }
    }

    fn at(document: &Value, schema: &Value, levels: usize) -> Self {
        if let Some(choices) = choices(schema) {
            return Self::Choice(choices);
        }
        match type_of(schema) {
            Some("string") => Self::Text,
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("boolean") => Self::Flag,
            Some("array") if schema.get("prefixItems").is_none() && levels > 0 => {
                let items = schema.get("items").and_then(|items| resolve(document, items));
                match items.map_or(Self::Other, |items| Self::at(document, &items, levels - 1)) {
                    Self::Other => Self::Other,
                    items => Self::List(Box::new(items)),
                }
            }
            _ => Self::Other,
        }
    }
}

/// What an optional schema is when it is something.
pub(crate) fn without_null(document: &Value, schema: &Value) -> Value {
    let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf"));
    if let Some(Value::Array(all)) = alternatives {
        let mut others = all.iter().filter(|one| one["type"] != "null");
        if let (Some(one), None, true) = (others.next(), others.next(), all.len() == 2) {
            return resolve(document, one)
                .map_or_else(|| one.clone(), std::borrow::Cow::into_owned);
        }
    }
    schema.clone()
}

/// Its type, where it has one beside null.
pub(crate) fn type_of(schema: &Value) -> Option<&str> {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_is_of_a_kind() {
        let text = || Kind::Text;
        for (schema, kind) in [
            (json!({"type": "string"}), text()),
            (json!({"type": ["string", "null"]}), text()),
            (json!({"$ref": "#/$defs/Word"}), text()),
            (json!({"anyOf": [{"$ref": "#/$defs/Word"}, {"type": "null"}]}), text()),
            (json!({"anyOf": [{"type": "integer"}, {"type": "null"}]}), Kind::Integer),
            (json!({"type": "number"}), Kind::Number),
            (json!({"type": "boolean"}), Kind::Flag),
            (
                json!({"enum": ["a", 2, null]}),
                Kind::Choice(vec![(json!("a"), None), (json!(2), None)]),
            ),
            (
                json!({"oneOf": [{"const": "a", "description": "First."}, {"enum": ["b"]}]}),
                Kind::Choice(vec![(json!("a"), Some("First.".to_owned())), (json!("b"), None)]),
            ),
            (
                json!({"type": "array", "items": {"$ref": "#/$defs/Word"}}),
                Kind::List(Box::new(text())),
            ),
            (json!({"type": "array", "items": {"type": "array"}}), Kind::Other),
            (json!({"type": "array"}), Kind::Other),
            (json!({"type": "object"}), Kind::Other),
            (json!({"type": ["integer", "boolean"]}), Kind::Other),
            (json!({}), Kind::Other),
            (json!({"$ref": "#/nowhere"}), Kind::Other),
        ] {
            let document =
                json!({"properties": {"x": schema}, "$defs": {"Word": {"type": "string"}}});
            assert_eq!(Kind::of(&document, &document["properties"]["x"]), kind, "{document}");
        }
    }
}
