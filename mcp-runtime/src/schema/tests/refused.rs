//! Schemas that do not compile, and why.

use serde_json::{Map, Value, json};

use crate::schema::{SchemaError, Validator};

#[test]
fn the_error_names_the_place_and_the_mistake() {
    for (schema, expected) in [
        (json!(1), "#: a schema is an object or a boolean, not 1"),
        (
            json!({"properties": {"a/b": []}}),
            "#/properties/a~1b: a schema is an object or a boolean, not []",
        ),
        (
            json!({"type": "float"}),
            "#: `type` must be one or more of \"string\", \"integer\", \"number\", \"boolean\", \"array\", \"object\", \"null\", not \"float\"",
        ),
        (json!({"enum": "a"}), "#: `enum` must be an array of values, not \"a\""),
        (json!({"minimum": "1"}), "#: `minimum` must be a number, not \"1\""),
        (json!({"multipleOf": 0}), "#: `multipleOf` must be a number above 0, not 0"),
        (
            json!({"items": {"maxLength": -1}}),
            "#/items: `maxLength` must be a non-negative integer, not -1",
        ),
        (json!({"minItems": 1.5}), "#: `minItems` must be a non-negative integer, not 1.5"),
        (json!({"uniqueItems": 1}), "#: `uniqueItems` must be true or false, not 1"),
        (json!({"pattern": 1}), "#: `pattern` must be a string, not 1"),
        (json!({"required": "a"}), "#: `required` must be an array of strings, not \"a\""),
        (json!({"required": [1]}), "#: `required` must be an array of strings, not [1]"),
        (json!({"properties": []}), "#: `properties` must be an object of schemas, not []"),
        (json!({"anyOf": []}), "#: `anyOf` must be a non-empty array of schemas, not []"),
        (json!({"anyOf": {}}), "#: `anyOf` must be an array of schemas, not {}"),
        (
            json!({"items": [true]}),
            "#: `items` must be one schema (a list of them is `prefixItems`), not [true]",
        ),
        (
            json!({"dependentRequired": {"a": 1}}),
            "#: `dependentRequired` must be an object of arrays of strings, not 1",
        ),
        (json!({"$ref": 1}), "#: `$ref` must be a string, not 1"),
        (
            json!({"$schema": "https://json-schema.org/draft/2019-09/schema"}),
            "#: the dialect \"https://json-schema.org/draft/2019-09/schema\" is not supported; use \"https://json-schema.org/draft/2020-12/schema\"",
        ),
        (
            json!({"not": {"$schema": "http://json-schema.org/draft-07/schema#"}}),
            "#/not: the dialect \"http://json-schema.org/draft-07/schema#\" is not supported; use \"https://json-schema.org/draft/2020-12/schema\"",
        ),
        (
            json!({"dependencies": {}}),
            "#: `dependencies` has no effect in 2020-12; use `dependentRequired` or `dependentSchemas`",
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": []}),
            "#: `prefixItems` has no effect in draft-07; use an array of schemas in `items`",
        ),
        (
            json!({"items": {"$dynamicRef": "#a"}}),
            "#/items: `$dynamicRef` is not supported; use `$ref`",
        ),
        (
            json!({"items": {"$ref": "#/$defs/a", "$dynamicRef": "#a"}, "$defs": {"a": {}}}),
            "#/items: `$dynamicRef` is not supported; use `$ref`",
        ),
        (
            json!({"properties": {"a": {"$ref": "https://example.com/a.json"}}}),
            "#/properties/a: the reference \"https://example.com/a.json\" leaves the document; only `#...` references are followed",
        ),
        (
            json!({"$defs": {"unused": {"$ref": "a.json#/b"}}}),
            "#/$defs/unused: the reference \"a.json#/b\" leaves the document; only `#...` references are followed",
        ),
        (
            json!({"$ref": "#/$defs/a"}),
            "#: the reference \"#/$defs/a\" points at nothing in the document",
        ),
        (json!({"$ref": "#name"}), "#: the reference \"#name\" points at nothing in the document"),
        (
            json!({"$ref": "#/enum", "enum": [1]}),
            "#/enum: a schema is an object or a boolean, not [1]",
        ),
        (
            json!({"items": {"$id": "b", "$ref": "#/$defs/a", "$defs": {"a": {}}}}),
            "#/items: the reference \"#/$defs/a\" depends on the `$id` of a subschema; remove that `$id`",
        ),
        (
            json!({"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}),
            "#/$defs/a: the anchor \"x\" is taken by another subschema",
        ),
        (
            json!({"patternProperties": {"(?=a)": true}}),
            "#: the pattern \"(?=a)\" is not supported: lookaround is not supported",
        ),
    ] {
        let error = Validator::compile(&schema).expect_err("it should be refused");
        assert_eq!(error.to_string(), expected, "{schema}");
    }
}

#[test]
fn cycles_that_consume_nothing() {
    for schema in [
        json!({"$ref": "#"}),
        json!({"allOf": [{"$ref": "#"}]}),
        json!({"not": {"$ref": "#"}}),
        json!({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}),
        json!({"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"anyOf": [{"type": "null"}, {"if": {"$ref": "#/$defs/a"}}]}}}),
        json!({"dependentSchemas": {"a": {"oneOf": [{"$ref": "#"}]}}}),
    ] {
        let error = Validator::compile(&schema).expect_err("it should be refused");
        assert!(matches!(error, SchemaError::Cyclic { .. }), "{schema}: {error}");
    }
}

#[test]
fn what_is_only_an_annotation_is_accepted() {
    for schema in [
        json!(true),
        json!({}),
        json!({"title": "t", "description": "d", "default": 1, "examples": [1], "deprecated": true}),
        json!({"format": "date-time", "$comment": "c", "readOnly": true, "writeOnly": false}),
        json!({"contentEncoding": "base64", "contentMediaType": "text/plain", "contentSchema": false}),
        json!({"x-mcp-header": "Region", "nullable": true, "discriminator": {"propertyName": "a"}}),
        json!({"$id": "https://example.com/schema", "$anchor": "a", "$vocabulary": {}}),
        json!({"$defs": {"a": {"type": "string"}}, "definitions": {"b": false}}),
        json!({"then": {"type": "string"}, "else": false}),
        json!({"minContains": 2, "uniqueItems": false, "minLength": 0, "required": []}),
    ] {
        let validator = super::compile(&schema);
        let then_only = schema.get("then").is_some() || schema.get("minContains").is_some();
        assert!(validator.is_unconstrained() || then_only, "{schema}");
        assert!(validator.validate(&json!("anything")).is_empty(), "{schema}");
    }
    assert!(!super::compile(&json!({"type": "string"})).is_unconstrained());
    assert!(!super::compile(&json!(false)).is_unconstrained());
}

#[test]
fn too_large_and_too_deep() {
    let many: Vec<_> = (0..10_001).map(|_| json!({"type": "string"})).collect();
    let error = Validator::compile(&json!({"anyOf": many})).unwrap_err();
    assert_eq!(error, SchemaError::TooLarge { limit: 10_000 });

    let chain = |length: usize| {
        let definitions: Map<_, _> = (0..length)
            .map(|link| {
                (link.to_string(), json!({"minLength": 1, "$ref": format!("#/$defs/{}", link + 1)}))
            })
            .chain([(length.to_string(), json!({"type": "string"}))])
            .collect();
        json!({"$ref": "#/$defs/0", "$defs": definitions})
    };
    assert!(Validator::compile(&chain(50)).is_ok());
    let error = Validator::compile(&chain(100)).unwrap_err();
    assert!(matches!(error, SchemaError::TooDeep { .. }), "{error}");

    let doubling: Map<_, _> = (0..40)
        .map(|link| {
            let next = json!({"$ref": format!("#/$defs/{}", link + 1)});
            (link.to_string(), json!({"allOf": [next, next]}))
        })
        .chain([("40".to_owned(), json!({"type": "string"}))])
        .collect();
    let error = Validator::compile(&json!({"$ref": "#/$defs/0", "$defs": doubling})).unwrap_err();
    assert!(matches!(error, SchemaError::TooDeep { .. }), "{error}");

    let mut nested = json!(true);
    for _ in 0..100_000 {
        // Not `json!`, which would copy, and recurse.
        nested = Value::Object(Map::from_iter([("not".to_owned(), nested)]));
    }
    let error = Validator::compile(&nested).unwrap_err();
    assert!(matches!(error, SchemaError::TooDeep { .. }), "{error}");
    // Dropping it would recurse, in `serde_json`.
    std::mem::forget(nested);
}
