//! Optional parameters: absent is not the same as `null`.

use serde_json::{Map, Value};

/// Keywords that say nothing about the value, so that two schemas may disagree on them.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
];

/// Drops `null` from the schema of an optional parameter, in the forms that schemars gives `Option<T>`: `null` among
/// the types, among the values of `enum`, or as an alternative of its own. A single alternative that is left takes the
/// place of the list.
///
/// A schema that would allow nothing else, such as that of `()`, stays as it is.
pub(crate) fn strip_null(schema: &mut Value) {
    let Value::Object(schema) = schema else {
        return;
    };
    if is_null_only(schema) {
        return;
    }
    strip_type(schema);
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    for keyword in ["anyOf", "oneOf"] {
        strip_alternatives(schema, keyword);
    }
    // What a generator writes for an absent value is not a value of the schema any more.
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    schema.remove("nullable");
}

fn strip_type(schema: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = schema.get_mut("type") else {
        return;
    };
    types.retain(|one| one != "null");
    if types.len() == 1 {
        let only = types.remove(0);
        schema.insert("type".to_owned(), only);
    }
}

fn strip_alternatives(schema: &mut Map<String, Value>, keyword: &str) {
    let Some(Value::Array(alternatives)) = schema.get_mut(keyword) else {
        return;
    };
    alternatives.retain(|alternative| !alternative.as_object().is_some_and(is_null_only));
    for alternative in alternatives.iter_mut() {
        strip_null(alternative);
    }
    if alternatives.len() == 1 {
        let only = alternatives.remove(0);
        schema.remove(keyword);
        absorb(schema, only);
    }
}

/// Makes the only alternative part of the schema. What the schema says of the parameter is closer to it than what the
/// alternative says of the type.
fn absorb(schema: &mut Map<String, Value>, only: Value) {
    let only = match only {
        Value::Object(only) => only,
        // `true` adds nothing, and generators do not write `false`.
        other => {
            push_all_of(schema, other);
            return;
        }
    };
    let conflict = only
        .keys()
        .any(|keyword| schema.contains_key(keyword) && !ANNOTATIONS.contains(&keyword.as_str()));
    if conflict {
        push_all_of(schema, Value::Object(only));
        return;
    }
    for (keyword, value) in only {
        schema.entry(keyword).or_insert(value);
    }
}

pub(super) fn push_all_of(schema: &mut Map<String, Value>, another: Value) {
    let all = schema.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(all) = all {
        all.push(another);
    }
}

fn is_null_only(schema: &Map<String, Value>) -> bool {
    let only_null = |value: &Value| match value {
        Value::String(name) => name == "null",
        Value::Array(names) => !names.is_empty() && names.iter().all(|name| name == "null"),
        _ => false,
    };
    let no_value = |value: &Value| match value {
        Value::Array(values) => !values.is_empty() && values.iter().all(Value::is_null),
        _ => false,
    };
    schema.get("type").is_some_and(only_null)
        || schema.get("enum").is_some_and(no_value)
        || schema.get("const").is_some_and(Value::is_null)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_form_of_an_option() {
        for (before, after) in [
            (json!({"type": ["string", "null"]}), json!({"type": "string"})),
            (
                json!({"type": ["string", "integer", "null"], "description": "d", "default": null}),
                json!({"type": ["string", "integer"], "description": "d"}),
            ),
            (
                json!({"type": ["string", "null"], "enum": ["a", "b", null]}),
                json!({"type": "string", "enum": ["a", "b"]}),
            ),
            (
                json!({"anyOf": [{"$ref": "#/$defs/Mode"}, {"type": "null"}]}),
                json!({"$ref": "#/$defs/Mode"}),
            ),
            (
                json!({"description": "of the field", "anyOf": [{"type": "object", "description": "of the type"}, {"type": "null"}]}),
                json!({"description": "of the field", "type": "object"}),
            ),
            (
                json!({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
                json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            ),
            (
                json!({"anyOf": [{"type": ["string", "null"]}, {"type": "null"}]}),
                json!({"type": "string"}),
            ),
            (
                json!({"anyOf": [{"oneOf": [{"const": "a"}, {"const": null}]}, {"const": null}]}),
                json!({"const": "a"}),
            ),
            (
                json!({"minimum": 0, "anyOf": [{"minimum": 5}, {"type": "null"}]}),
                json!({"minimum": 0, "allOf": [{"minimum": 5}]}),
            ),
            (json!({"type": "string", "nullable": true}), json!({"type": "string"})),
            (json!({"anyOf": [true, {"type": "null"}]}), json!({"allOf": [true]})),
        ] {
            let mut schema = before.clone();
            strip_null(&mut schema);
            assert_eq!(schema, after, "from {before}");
        }
    }

    #[test]
    fn what_is_not_an_option_stays() {
        for schema in [
            json!({"type": "null"}),
            json!({"type": ["null"]}),
            json!({"const": null}),
            json!({"enum": [null]}),
            json!({"type": "string"}),
            json!({"$ref": "#/$defs/Mode"}),
            json!({"type": "integer", "default": 3}),
            json!({"properties": {"a": {"type": ["string", "null"]}}}),
            json!({}),
            json!(true),
        ] {
            let mut stripped = schema.clone();
            strip_null(&mut stripped);
            assert_eq!(stripped, schema);
        }
    }
}
