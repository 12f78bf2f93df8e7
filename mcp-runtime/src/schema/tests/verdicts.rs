//! Verdicts that are easy to get wrong. The bulk is tested against another implementation, in
//! `tests/schema_differential.rs`.

use serde_json::{Value, json};

use super::violations;

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn numbers_beyond_the_integers_of_a_float() {
    for (schema, valid, invalid) in [
        (r#"{"maximum": 9007199254740992}"#, "9007199254740992", "9007199254740993"),
        (r#"{"minimum": 18446744073709551615}"#, "18446744073709551615", "18446744073709551614"),
        (
            r#"{"exclusiveMinimum": -9223372036854775808}"#,
            "-9223372036854775807",
            "-9223372036854775808",
        ),
        (r#"{"const": 9007199254740993}"#, "9007199254740993", "9007199254740992"),
        (r#"{"enum": [1.0]}"#, "1", "1.5"),
        (r#"{"multipleOf": 10}"#, "18446744073709551610", "18446744073709551615"),
        (r#"{"multipleOf": 0.01}"#, "19.99", "19.995"),
        (r#"{"type": "integer"}"#, "1e3", "1e-3"),
        (r#"{"maximum": 1e400000000000000000000}"#, "1", "x"),
    ] {
        // The last schema is not JSON to a default serde_json, which is as good as refusing it.
        let Ok(schema) = serde_json::from_str(schema) else {
            continue;
        };
        assert!(violations(&schema, &json(valid)).is_empty(), "{schema} on {valid}");
        assert!(!violations(&schema, &json(invalid)).is_empty(), "{schema} on {invalid}");
    }
}

#[test]
fn lengths_count_code_points() {
    let schema = json!({"minLength": 2, "maxLength": 2});
    for (string, valid) in
        [("ab", true), ("é😀", true), ("😀", false), ("e\u{301}", true), ("abc", false)]
    {
        assert_eq!(violations(&schema, &json!(string)).is_empty(), valid, "{string}");
    }
}

#[test]
fn a_keyword_is_silent_about_other_types() {
    let schema = json!({
        "minimum": 5, "multipleOf": 3, "minLength": 5, "pattern": "x", "minItems": 5, "uniqueItems": true,
        "contains": false, "required": ["a"], "minProperties": 5, "propertyNames": false,
    });
    for instance in [json!(null), json!(true)] {
        assert!(violations(&schema, &instance).is_empty(), "{instance}");
    }
}

#[test]
fn a_bound_may_be_given_twice() {
    let schema = json!({"minimum": 1, "exclusiveMinimum": 1, "maximum": 5, "exclusiveMaximum": 9});
    for (number, valid) in [(1, false), (2, true), (5, true), (6, false)] {
        assert_eq!(violations(&schema, &json!(number)).is_empty(), valid, "{number}");
    }
}

#[test]
fn many_strings_are_still_a_list() {
    let names: Vec<String> = (0..100).map(|name| format!("n{name}")).collect();
    let schema = json!({"enum": names});
    assert!(violations(&schema, &json!("n99")).is_empty());
    assert!(!violations(&schema, &json!("n100")).is_empty());
    assert!(!violations(&schema, &json!(99)).is_empty());
}

#[test]
fn references_inside_the_document() {
    let schema = json!({
        "properties": {
            "pointer": {"$ref": "#/$defs/a~1b%25"},
            "anchor": {"$ref": "#here", "maxLength": 3},
            "property": {"$ref": "#/properties/anchor"},
            "unknown": {"$ref": "#/x-shared/0"},
            "root": {"$ref": "#"},
        },
        "additionalProperties": false,
        "$defs": {"a/b%": {"type": "integer"}, "n": {"$anchor": "here", "type": "string"}},
        "x-shared": [{"type": "null"}],
    });
    for (instance, valid) in [
        (
            json!({"pointer": 1, "anchor": "abc", "property": "abc", "unknown": null, "root": {"pointer": 2}}),
            true,
        ),
        (json!({"pointer": "1"}), false),
        (json!({"anchor": "abcd"}), false),
        (json!({"anchor": 1}), false),
        (json!({"property": "abcd"}), false),
        (json!({"unknown": 1}), false),
        (json!({"root": {"root": {"other": 1}}}), false),
    ] {
        assert_eq!(violations(&schema, &instance).is_empty(), valid, "{instance}");
    }
}

#[test]
fn draft_07_reads_its_own_keywords() {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {
            "list": {"items": [{"type": "integer"}], "additionalItems": {"type": "string"}},
            "lenient": {"items": {"type": "integer"}, "additionalItems": false},
            "sibling": {"$ref": "#/definitions/text", "maxLength": 1},
        },
        "dependencies": {"a": ["b"], "c": {"required": ["d"]}},
        "definitions": {"text": {"type": "string"}},
    });
    for (instance, valid) in [
        (json!({"list": [1, "a", "b"]}), true),
        (json!({"list": [1, 2]}), false),
        (json!({"lenient": [1, 2]}), true),
        (json!({"sibling": "long"}), true),
        (json!({"sibling": 1}), false),
        (json!({"a": 1}), false),
        (json!({"a": 1, "b": 1}), true),
        (json!({"c": 1}), false),
    ] {
        assert_eq!(violations(&schema, &instance).is_empty(), valid, "{instance}");
    }
}
