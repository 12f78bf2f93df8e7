//! Which alternative of `anyOf` and `oneOf` a violation is about.

use serde_json::{Value, json};

use super::says;

#[test]
fn lists_of_values_are_one_list() {
    let mode = json!({"oneOf": [
        {"const": "fast", "description": "Now."},
        {"type": "string", "const": "slow"},
        {"type": "string", "enum": ["a", "b"]},
    ]});
    let expected = [": one of \"fast\", \"slow\", \"a\", \"b\", not \"x\""];
    says(&mode, &json!("x"), &expected);

    let optional = json!({
        "anyOf": [{"$ref": "#/$defs/mode"}, {"type": "null"}],
        "$defs": {"mode": mode},
    });
    let expected = [": one of \"fast\", \"slow\", \"a\", \"b\", null, not 1"];
    says(&optional, &json!(1), &expected);
}

#[test]
fn the_type_tells() {
    let schema = json!({"anyOf": [
        {"type": "integer", "minimum": 1, "maximum": 14},
        {"type": "array", "items": {"type": "string"}},
        {"type": "null"},
    ]});
    says(&schema, &json!(15), &[": an integer from 1 to 14, not 15"]);
    says(&schema, &json!(["a", 1, 2]), &["/1: a string, not 1", "/2: a string, not 2"]);
    says(
        &schema,
        &json!("x"),
        &[": an integer from 1 to 14, an array of strings or null, not \"x\""],
    );
}

fn shapes() -> Value {
    let tagged = |kind: &str, size: &str| {
        json!({
            "type": "object",
            "properties": {"kind": {"type": "string", "const": kind}, size: {"type": "number", "minimum": 0}},
            "required": ["kind", size],
        })
    };
    json!({"oneOf": [tagged("circle", "radius"), tagged("square", "side"), tagged("hexagon", "side")]})
}

#[test]
fn the_tag_tells() {
    let shapes = shapes();
    says(
        &shapes,
        &json!({"kind": "circle", "radius": -1}),
        &["/radius: a number of at least 0, not -1"],
    );
    says(
        &shapes,
        &json!({"kind": "square"}),
        &["/side: the required property `side`, not nothing"],
    );
    says(
        &shapes,
        &json!({"kind": "triangle", "side": 1}),
        &["/kind: one of \"circle\", \"square\", \"hexagon\", not \"triangle\""],
    );
    says(
        &shapes,
        &json!({"side": 1}),
        &[
            "/kind: the required property `kind`: one of \"circle\", \"square\", \"hexagon\", not nothing",
        ],
    );
    says(
        &shapes,
        &json!(5),
        &[
            ": an object with `kind` \"circle\", an object with `kind` \"square\" or an object with `kind` \"hexagon\", not 5",
        ],
    );
}

#[test]
fn the_tag_tells_through_references() {
    let schema = json!({
        "anyOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}],
        "$defs": {
            "a": {"allOf": [{"$ref": "#/$defs/base"}], "properties": {"t": {"const": 1}}},
            "b": {"allOf": [{"$ref": "#/$defs/base"}], "properties": {"t": {"const": 2}}},
            "base": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["t"]},
        },
    });
    says(&schema, &json!({"t": 2.0, "id": "x"}), &["/id: an integer, not \"x\""]);
    says(&schema, &json!({"id": 1}), &["/t: the required property `t`: one of 1, 2, not nothing"]);
}

#[test]
fn the_name_of_the_only_property_tells() {
    let variant = |name: &str, content: Value| {
        json!({
            "type": "object",
            "properties": {name: content},
            "required": [name],
            "additionalProperties": false,
        })
    };
    let schema = json!({"oneOf": [
        {"type": "string", "enum": ["None"]},
        variant("Move", json!({"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]})),
        variant("Say", json!({"type": "string"})),
    ]});
    says(&schema, &json!({"Move": {"x": "1"}}), &["/Move/x: an integer, not \"1\""]);
    says(&schema, &json!({"Say": 1}), &["/Say: a string, not 1"]);
    says(&schema, &json!("Some"), &[": \"None\", not \"Some\""]);
    says(
        &schema,
        &json!({"Jump": 1}),
        &[": an object with `Move` or an object with `Say`, not {\"Jump\":1}"],
    );
    says(&schema, &json!(1), &[": \"None\", an object with `Move` or an object with `Say`, not 1"]);
}

#[test]
fn the_nearest_alternative_tells() {
    let schema = json!({"anyOf": [
        {"type": "object", "properties": {"a": {"type": "integer"}, "b": true}, "required": ["a", "b"]},
        {"type": "object", "properties": {"c": {"type": "integer"}, "d": true}, "required": ["c", "d"]},
    ]});
    says(&schema, &json!({"a": "x", "b": 1}), &["/a: an integer, not \"x\""]);
    says(&schema, &json!({"c": 1}), &["/d: the required property `d`, not nothing"]);
    says(
        &schema,
        &json!({}),
        &[": an object with `a` and `b` or an object with `c` and `d`, not {}"],
    );
}

#[test]
fn alternatives_nest() {
    let schema = json!({
        "$ref": "#/$defs/expr",
        "$defs": {"expr": {"oneOf": [
            {"type": "integer"},
            {
                "type": "object",
                "properties": {"op": {"const": "add"}, "left": {"$ref": "#/$defs/expr"}, "right": {"$ref": "#/$defs/expr"}},
                "required": ["op", "left", "right"],
            },
            {
                "type": "object",
                "properties": {"op": {"const": "neg"}, "of": {"$ref": "#/$defs/expr"}},
                "required": ["op", "of"],
            },
        ]}},
    });
    says(
        &schema,
        &json!({"op": "add", "left": {"op": "neg", "of": "1"}, "right": {"op": "mul"}}),
        &[
            "/left/of: an integer, an object with `op` \"add\" or an object with `op` \"neg\", not \"1\"",
            "/right/op: one of \"add\", \"neg\", not \"mul\"",
        ],
    );
}
