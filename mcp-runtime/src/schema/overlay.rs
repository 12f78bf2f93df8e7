//! Keywords from a parameter's attribute, laid over the schema of its type.

use serde_json::{Map, Value};

use super::{null::push_all_of, number::Num};

/// Merges the keywords that an attribute makes into the schema of its parameter.
///
/// The attribute speaks of the parameter without knowing its type, so a keyword goes to where it has an effect: lengths
/// become counts of items or properties, and what constrains single values goes to the items of an array. Of two bounds
/// the tighter one stays, and two patterns or divisors hold both; anything else replaces what was there. Where the type
/// is not visible, behind a `$ref`, the keywords stand beside it.
pub(crate) fn merge(schema: &mut Map<String, Value>, overlay: Map<String, Value>) {
    let kind = Kind::of(schema);
    let mut for_items = Map::new();
    for (keyword, value) in overlay {
        match (kind, keyword.as_str()) {
            (Kind::Array, keyword) if constrains_single_values(keyword) => {
                for_items.insert(keyword.to_owned(), value);
            }
            (Kind::Array, "minLength") => lay(schema, "minItems", value),
            (Kind::Array, "maxLength") => lay(schema, "maxItems", value),
            (Kind::Object, "minLength") => lay(schema, "minProperties", value),
            (Kind::Object, "maxLength") => lay(schema, "maxProperties", value),
            (_, keyword) => lay(schema, keyword, value),
        }
    }
    if !for_items.is_empty() {
        merge_into_items(schema, &for_items);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Array,
    Object,
    Other,
}

impl Kind {
    fn of(schema: &Map<String, Value>) -> Self {
        let is = |name: &str| match schema.get("type") {
            Some(Value::String(one)) => one == name,
            Some(Value::Array(types)) => {
                types.iter().any(|one| one == name)
                    && types.iter().all(|one| one == name || one == "null")
            }
            _ => false,
        };
        if is("array") {
            Self::Array
        } else if is("object") {
            Self::Object
        } else {
            Self::Other
        }
    }
}

fn constrains_single_values(keyword: &str) -> bool {
    matches!(
        keyword,
        "pattern"
            | "enum"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
    )
}

/// A tuple has a schema for each item and none for all of them.
fn merge_into_items(schema: &mut Map<String, Value>, overlay: &Map<String, Value>) {
    let mut merged = false;
    if let Some(Value::Array(prefix)) = schema.get_mut("prefixItems") {
        for item in prefix {
            merge_into(item, overlay);
        }
        merged = true;
    }
    match schema.get_mut("items") {
        Some(Value::Bool(false)) => {}
        Some(items) => merge_into(items, overlay),
        None if merged => {}
        None => {
            schema.insert("items".to_owned(), Value::Object(overlay.clone()));
        }
    }
}

fn merge_into(schema: &mut Value, overlay: &Map<String, Value>) {
    if *schema == Value::Bool(true) {
        *schema = Value::Object(Map::new());
    }
    if let Value::Object(schema) = schema {
        merge(schema, overlay.clone());
    }
}

fn lay(schema: &mut Map<String, Value>, keyword: &str, value: Value) {
    let existing = schema.get(keyword);
    match keyword {
        _ if existing.is_none() && keyword != "enum" => {}
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties"
            if is_tighter(existing, &value, |old, new| old > new) =>
        {
            return;
        }
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties"
            if is_tighter(existing, &value, |old, new| old < new) =>
        {
            return;
        }
        "pattern" | "multipleOf" => {
            if existing != Some(&value) {
                let another = Map::from_iter([(keyword.to_owned(), value)]);
                push_all_of(schema, Value::Object(another));
            }
            return;
        }
        "enum" => {
            let value = with_null_if_allowed(schema, value);
            schema.insert(keyword.to_owned(), value);
            return;
        }
        _ => {}
    }
    schema.insert(keyword.to_owned(), value);
}

fn is_tighter(existing: Option<&Value>, value: &Value, order: fn(Num, Num) -> bool) -> bool {
    match (existing, value) {
        (Some(Value::Number(existing)), Value::Number(value)) => {
            order(Num::of(existing), Num::of(value))
        }
        _ => false,
    }
}

/// A list of values says nothing about an optional parameter being absent.
fn with_null_if_allowed(schema: &Map<String, Value>, values: Value) -> Value {
    let null = Value::from("null");
    let is_null = |schema: &Value| schema.get("type") == Some(&null);
    let among_types =
        matches!(schema.get("type"), Some(Value::Array(types)) if types.contains(&null));
    let alternative =
        matches!(schema.get("anyOf"), Some(Value::Array(any)) if any.iter().any(is_null));
    match values {
        Value::Array(mut values) if among_types || alternative => {
            if !values.contains(&Value::Null) {
                values.push(Value::Null);
            }
            Value::Array(values)
        }
        values => values,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keywords_go_where_they_have_an_effect() {
        for (schema, overlay, merged) in [
            (
                json!({"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255}),
                json!({"minimum": 1, "maximum": 14, "default": 3}),
                json!({"type": "integer", "format": "uint8", "minimum": 1, "maximum": 14, "default": 3}),
            ),
            (
                json!({"type": "integer", "minimum": 0, "maximum": 255}),
                json!({"minimum": -5, "maximum": 300}),
                json!({"type": "integer", "minimum": 0, "maximum": 255}),
            ),
            (
                json!({"type": "string"}),
                json!({"minLength": 1, "maxLength": 80, "pattern": "^a"}),
                json!({"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^a"}),
            ),
            (
                json!({"type": ["string", "null"]}),
                json!({"maxLength": 80, "enum": ["a"]}),
                json!({"type": ["string", "null"], "maxLength": 80, "enum": ["a", null]}),
            ),
            (
                json!({"type": "array", "items": {"type": "string"}}),
                json!({"minLength": 1, "maxLength": 5, "uniqueItems": true, "pattern": "^a", "examples": [["a"]]}),
                json!({"type": "array", "items": {"type": "string", "pattern": "^a"}, "minItems": 1, "maxItems": 5, "uniqueItems": true, "examples": [["a"]]}),
            ),
            (
                json!({"type": ["array", "null"], "items": {"type": "integer", "minimum": 0}}),
                json!({"maxLength": 5, "minimum": 1, "multipleOf": 2, "exclusiveMaximum": 9}),
                json!({"type": ["array", "null"], "items": {"type": "integer", "minimum": 1, "multipleOf": 2, "exclusiveMaximum": 9}, "maxItems": 5}),
            ),
            (
                json!({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}),
                json!({"enum": ["a"], "maxLength": 2}),
                json!({"type": "array", "maxItems": 2, "items": {"type": "array", "items": {"type": "string", "enum": ["a"]}}}),
            ),
            (
                json!({"type": "array", "items": {"$ref": "#/$defs/Mode"}}),
                json!({"enum": ["a"]}),
                json!({"type": "array", "items": {"$ref": "#/$defs/Mode", "enum": ["a"]}}),
            ),
            (
                json!({"type": "array"}),
                json!({"minimum": 1}),
                json!({"type": "array", "items": {"minimum": 1}}),
            ),
            (
                json!({"type": "array", "items": true}),
                json!({"minimum": 1}),
                json!({"type": "array", "items": {"minimum": 1}}),
            ),
            (
                json!({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "integer"}], "minItems": 2, "maxItems": 2}),
                json!({"minimum": 1}),
                json!({"type": "array", "prefixItems": [{"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 1}], "minItems": 2, "maxItems": 2}),
            ),
            (
                json!({"type": "object", "additionalProperties": {"type": "string"}}),
                json!({"minLength": 1, "maxLength": 5}),
                json!({"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1, "maxProperties": 5}),
            ),
            (
                json!({"$ref": "#/$defs/Mode"}),
                json!({"description": "How.", "default": "fast"}),
                json!({"$ref": "#/$defs/Mode", "description": "How.", "default": "fast"}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/$defs/Mode"}, {"type": "null"}]}),
                json!({"enum": ["fast"]}),
                json!({"anyOf": [{"$ref": "#/$defs/Mode"}, {"type": "null"}], "enum": ["fast", null]}),
            ),
            (
                json!({"type": "string", "pattern": "a$", "description": "old"}),
                json!({"pattern": "^b", "description": "new"}),
                json!({"type": "string", "pattern": "a$", "allOf": [{"pattern": "^b"}], "description": "new"}),
            ),
            (
                json!({"type": ["array", "string"]}),
                json!({"minLength": 1}),
                json!({"type": ["array", "string"], "minLength": 1}),
            ),
        ] {
            let (Value::Object(mut schema), Value::Object(overlay)) = (schema.clone(), overlay)
            else {
                panic!("both are objects");
            };
            let before = schema.clone();
            merge(&mut schema, overlay);
            assert_eq!(Value::Object(schema), merged, "from {before:?}");
        }
    }
}
