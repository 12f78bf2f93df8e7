//! What each keyword says.

use serde_json::{Value, json};

use super::says;

type Case = (Value, Value, &'static str);

#[track_caller]
fn each_says(cases: impl IntoIterator<Item = Case>) {
    for (schema, instance, expected) in cases {
        says(&schema, &instance, &[expected]);
    }
}

#[test]
fn types_and_values() {
    each_says([
        (json!({"type": "integer"}), json!("5"), ": an integer, not \"5\""),
        (json!({"type": "integer"}), json!(1.5), ": an integer, not 1.5"),
        (json!({"type": "boolean"}), json!("yes"), ": true or false, not \"yes\""),
        (json!({"type": "null"}), json!(0), ": null, not 0"),
        (json!({"type": ["string", "null"]}), json!(0), ": a string or null, not 0"),
        (json!({"type": ["integer", "number"]}), json!(""), ": a number, not \"\""),
        (
            json!({"type": ["string", "array", "object"]}),
            json!(null),
            ": a string, an array or an object, not null",
        ),
        (json!({"const": "a"}), json!("b"), ": \"a\", not \"b\""),
        (json!({"const": {"a": 1}}), json!({"a": 2}), ": {\"a\":1}, not {\"a\":2}"),
        (json!({"enum": ["fast", "slow"]}), json!("x"), ": one of \"fast\", \"slow\", not \"x\""),
        (json!({"enum": [1, null]}), json!("x"), ": one of 1, null, not \"x\""),
        (json!({"enum": []}), json!("x"), ": no value, not \"x\""),
        (json!({"type": "string", "enum": ["a"]}), json!(5), ": \"a\", not 5"),
    ]);
}

#[test]
fn numbers() {
    each_says([
        (
            json!({"type": "integer", "minimum": 1, "maximum": 14}),
            json!(15),
            ": an integer from 1 to 14, not 15",
        ),
        (
            json!({"type": "integer", "minimum": 1, "maximum": 14}),
            json!("a"),
            ": an integer from 1 to 14, not \"a\"",
        ),
        (json!({"minimum": 0.5}), json!(0), ": a number of at least 0.5, not 0"),
        (json!({"maximum": 3}), json!(4), ": a number of at most 3, not 4"),
        (json!({"exclusiveMinimum": 0}), json!(0), ": a number greater than 0, not 0"),
        (json!({"exclusiveMaximum": 0}), json!(0), ": a number less than 0, not 0"),
        (
            json!({"exclusiveMinimum": 0, "maximum": 1, "multipleOf": 0.25}),
            json!(1.1),
            ": a number greater than 0 and of at most 1 that is a multiple of 0.25, not 1.1",
        ),
        (
            json!({"type": "integer", "multipleOf": 5}),
            json!(7),
            ": an integer that is a multiple of 5, not 7",
        ),
    ]);
}

#[test]
fn strings() {
    each_says([
        (
            json!({"type": "string", "maxLength": 3}),
            json!("abcd"),
            ": a string of at most 3 characters, not \"abcd\"",
        ),
        (json!({"minLength": 1}), json!(""), ": a string of at least 1 character, not \"\""),
        (
            json!({"minLength": 2, "maxLength": 3}),
            json!("é"),
            ": a string of 2 to 3 characters, not \"é\"",
        ),
        (
            json!({"minLength": 2, "maxLength": 2}),
            json!("é"),
            ": a string of exactly 2 characters, not \"é\"",
        ),
        (
            json!({"type": "string", "pattern": "^[A-Z]{3}$"}),
            json!("oslo"),
            ": a string matching ^[A-Z]{3}$, not \"oslo\"",
        ),
    ]);
}

#[test]
fn arrays() {
    each_says([
        (
            json!({"type": "string", "pattern": "^a", "maxLength": 9}),
            json!(1),
            ": a string of at most 9 characters matching ^a, not 1",
        ),
        (json!({"minItems": 1}), json!([]), ": at least 1 item, not []"),
        (json!({"maxItems": 1}), json!([1, 2]), ": at most 1 item, not [1,2]"),
        (json!({"minItems": 2, "maxItems": 3}), json!([1]), ": 2 to 3 items, not [1]"),
        (
            json!({"type": "array", "items": {"type": "string"}}),
            json!("a"),
            ": an array of strings, not \"a\"",
        ),
        (
            json!({"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1}),
            json!(null),
            ": an array of at least 1 integer, not null",
        ),
        (json!({"type": "array", "items": {"$ref": "#"}}), json!(1), ": an array of arrays, not 1"),
        (
            json!({"uniqueItems": true}),
            json!([1, 2, 1.0]),
            "/2: no repeated items; item 0 has the same value, not 1.0",
        ),
        (
            json!({"prefixItems": [true], "items": false}),
            json!([1, 2]),
            "/1: no item at position 1, not 2",
        ),
        (
            json!({"prefixItems": [true], "unevaluatedItems": false}),
            json!([1, 2]),
            "/1: no item at position 1, not 2",
        ),
        (
            json!({"contains": {"type": "string"}}),
            json!([1]),
            ": at least 1 item being a string, not [1]",
        ),
        (
            json!({"contains": {"const": 1}, "maxContains": 1, "minContains": 0}),
            json!([1, 1]),
            ": at most 1 item being 1, not [1,1]",
        ),
    ]);
}

#[test]
fn objects() {
    each_says([
        (
            json!({"required": ["city"]}),
            json!({}),
            "/city: the required property `city`, not nothing",
        ),
        (
            json!({"required": ["a/b"]}),
            json!({}),
            "/a~1b: the required property `a/b`, not nothing",
        ),
        (json!({"minProperties": 1}), json!({}), ": at least 1 property, not {}"),
        (
            json!({"maxProperties": 1}),
            json!({"a": 1, "b": 2}),
            ": at most 1 property, not {\"a\":1,\"b\":2}",
        ),
        (
            json!({"dependentRequired": {"a": ["b"]}}),
            json!({"a": 1}),
            "/b: the property `b`, which `a` requires, not nothing",
        ),
        (
            json!({"propertyNames": {"pattern": "^[a-z]$"}}),
            json!({"A": 1}),
            "/A: a property name that is a string matching ^[a-z]$, not \"A\"",
        ),
        (
            json!({"properties": {"city": true, "days": true}, "additionalProperties": false}),
            json!({"citty": 1}),
            "/citty: no other property; allowed: city, days (did you mean `city`?), not 1",
        ),
        (
            json!({"properties": {"city": true, "days": true}, "additionalProperties": false}),
            json!({"city": 1, "citty": 1}),
            "/citty: no other property; allowed: city, days, not 1",
        ),
        (
            json!({"properties": {"a": true, "gone": false}, "patternProperties": {"^x-": true}, "additionalProperties": false}),
            json!({"b": 1}),
            "/b: no other property; allowed: a, names matching ^x-, not 1",
        ),
        (
            json!({"additionalProperties": false}),
            json!({"b": 1}),
            "/b: no other property; none is allowed, not 1",
        ),
    ]);
}

#[test]
fn combinations() {
    each_says([
        (
            json!({"allOf": [{"properties": {"city": true}}], "properties": {"days": true}, "unevaluatedProperties": false}),
            json!({"citi": 1}),
            "/citi: no other property; allowed: days, city (did you mean `city`?), not 1",
        ),
        (json!({"properties": {"a": false}}), json!({"a": 1}), "/a: no value here, not 1"),
        (json!(false), json!(1), ": no value here, not 1"),
        (
            json!({"not": {"type": "string"}}),
            json!("a"),
            ": a value that does not match {\"type\":\"string\"}, not \"a\"",
        ),
        (
            json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}}),
            json!({"a": 1}),
            "/b: the required property `b`, not nothing",
        ),
        (
            json!({"dependentSchemas": {"a": {"required": ["b"]}}}),
            json!({"a": 1}),
            "/b: the required property `b`, not nothing",
        ),
        (
            json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}),
            json!(1),
            ": a value that matches only one of: an integer; a number, not 1",
        ),
    ]);
}

#[test]
fn everything_at_once_in_the_order_of_the_document() {
    let schema = json!({
        "type": "object",
        "properties": {
            "city": {"type": "string", "minLength": 2, "pattern": "^[A-Z]"},
            "days": {"type": "integer", "minimum": 1, "maximum": 14},
            "tags": {"type": "array", "items": {"type": "string", "maxLength": 2}, "maxItems": 11},
            "unit": {"enum": ["C", "F"]},
        },
        "required": ["city", "unit"],
        "additionalProperties": false,
    });
    says(
        &schema,
        &json!({
            "city": "o",
            "days": 0,
            "tags": ["ok", "no", 3, "ok", "ok", "ok", "ok", "ok", "ok", "ok", "long", "ok"],
            "zip": {"a": 1},
        }),
        &[
            "/unit: the required property `unit`, not nothing",
            "/city: a string of at least 2 characters, not \"o\"",
            "/city: a string matching ^[A-Z], not \"o\"",
            "/days: an integer from 1 to 14, not 0",
            "/tags: at most 11 items, not [\"ok\",\"no\",3,\"ok\",\"ok\",\"ok\",\"ok\",\"ok\",\"ok\",\"ok\",\"long\",\"ok\"]",
            "/tags/2: a string of at most 2 characters, not 3",
            "/tags/10: a string of at most 2 characters, not \"long\"",
            "/zip: no other property; allowed: city, days, tags, unit, not {\"a\":1}",
        ],
    );
}

#[test]
fn the_order_does_not_depend_on_which_keyword_found_it() {
    let schema = json!({
        "properties": {"c": {"type": "string"}},
        "allOf": [
            {"properties": {"b": {"type": "string"}}},
            {"properties": {"a": {"items": {"type": "string"}}}},
            {"properties": {"b": {"type": "string"}}},
        ],
    });
    says(
        &schema,
        &json!({"a": ["", 1], "b": 2, "c": 3}),
        &["/a/1: a string, not 1", "/b: a string, not 2", "/c: a string, not 3"],
    );
}

#[test]
fn a_wrong_type_is_said_once() {
    let schema = json!({
        "type": "object",
        "properties": {"a": true},
        "required": ["a"],
        "anyOf": [{"required": ["b"]}, {"required": ["c"]}],
        "unevaluatedProperties": false,
    });
    says(&schema, &json!(1), &[": an object with `a`, not 1"]);
}

#[test]
fn a_failed_branch_does_not_make_its_properties_unknown() {
    let schema = json!({
        "allOf": [{"$ref": "#/$defs/base"}],
        "properties": {"b": true},
        "unevaluatedProperties": false,
        "$defs": {"base": {"properties": {"a": {"type": "integer"}}}},
    });
    says(&schema, &json!({"a": "x", "b": 1}), &["/a: an integer, not \"x\""]);
    says(
        &schema,
        &json!({"a": "x", "z": 1}),
        &["/a: an integer, not \"x\"", "/z: no other property; allowed: b, a, not 1"],
    );
}

#[test]
fn long_lists_are_cut() {
    let codes: Vec<String> = (0..250).map(|code| format!("code-{code}")).collect();
    let said = &super::violations(&json!({"enum": codes}), &json!("x"))[0].expected;
    assert!(said.starts_with("one of \"code-0\", \"code-1\""), "{said}");
    assert!(said.ends_with(", and 226 more"), "{said}");

    let names: serde_json::Map<String, Value> =
        codes.iter().map(|name| (name.clone(), json!(true))).collect();
    let schema = json!({"properties": names, "additionalProperties": false});
    let said = &super::violations(&schema, &json!({"cod-249": 1}))[0].expected;
    assert!(said.contains("and 230 more (did you mean `code-249`?)"), "{said}");
}
