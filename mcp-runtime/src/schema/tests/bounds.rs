//! Hostile instances: bounded time, stack and output.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::schema::{MAX_VIOLATIONS, Violations};

use super::{compile, violations};

/// Far above what is measured (milliseconds in an unoptimised build), far below exponential.
const PATIENCE: Duration = Duration::from_secs(20);

fn nested(depth: usize, wrap: impl Fn(Value) -> Value, core: Value) -> Value {
    (0..depth).fold(core, |inner, _| wrap(inner))
}

/// Not `json!`, which would copy, and recurse.
fn list_of(inner: Value) -> Value {
    Value::Array(vec![inner])
}

/// An expression type in which alternatives are only told apart by what comes after the nested ones.
fn ambiguous_tree() -> Value {
    let operator = |name: &str| {
        json!({
            "type": "object",
            "properties": {"a": {"$ref": "#/$defs/tree"}, "z": {"pattern": format!("^{name}$")}},
            "required": ["a", "z"],
        })
    };
    let operators: Vec<_> = ["add", "sub", "mul", "div"].map(operator).into();
    json!({
        "$ref": "#/$defs/tree",
        "$defs": {"tree": {"oneOf": [{"type": "integer"}, operators[0], operators[1], operators[2], operators[3]]}},
    })
}

#[test]
fn recursive_alternatives_take_polynomial_time() {
    let validator = compile(&ambiguous_tree());
    let begin = Instant::now();
    let wrap = |inner| json!({"a": inner, "z": "mul"});
    assert!(validator.validate(&nested(100, wrap, json!(1))).is_empty());
    assert_eq!(validator.validate(&nested(100, wrap, json!("x"))).len(), 1);
    assert_eq!(
        validator.validate(&nested(100, |inner| json!({"a": inner, "z": "pow"}), json!(1))).len(),
        1
    );
    assert!(begin.elapsed() < PATIENCE);
}

#[test]
fn overlapping_recursion_takes_polynomial_time() {
    for schema in [
        json!({"allOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}], "maxItems": 1}),
        json!({"anyOf": [{"items": {"$ref": "#"}, "minItems": 2}, {"items": {"$ref": "#"}}], "maxItems": 1}),
        json!({"items": {"$ref": "#"}, "contains": {"$ref": "#"}, "maxItems": 1, "minContains": 0}),
        json!({"items": {"$ref": "#"}, "not": {"contains": {"$ref": "#"}, "minItems": 2}, "maxItems": 1}),
        json!({"if": {"items": {"$ref": "#"}}, "then": {"items": {"$ref": "#"}}, "else": {"items": {"$ref": "#"}}, "maxItems": 1}),
        json!({"anyOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}], "unevaluatedItems": false, "maxItems": 1}),
    ] {
        let validator = compile(&schema);
        let begin = Instant::now();
        validator.validate(&nested(120, list_of, json!([])));
        validator.validate(&nested(120, list_of, json!([1, 2])));
        assert!(begin.elapsed() < PATIENCE, "{schema}");
    }
}

#[test]
fn no_nesting_overflows_the_stack() {
    // The stack of a worker thread; the document nests deeper than serde_json reads.
    let worker = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    let check = || {
        let tree = compile(&ambiguous_tree());
        let wrap = |inner| json!({"a": inner, "z": "mul"});
        assert!(tree.validate(&nested(127, wrap, json!(1))).is_empty());

        let list = compile(
            &json!({"items": {"$ref": "#"}, "unevaluatedItems": false, "allOf": [{"anyOf": [{"maxItems": 1}]}]}),
        );
        assert!(list.validate(&nested(127, list_of, json!([]))).is_empty());
        let too_deep = list.validate(&nested(3_000, list_of, json!([])));
        assert_eq!(too_deep.len(), 1);
        assert!(too_deep[0].expected.contains("nested less deeply"), "{}", too_deep[0].expected);

        // What cannot be evaluated is not valid, on either side of a `not`.
        let negated = compile(
            &json!({"not": {"$ref": "#/$defs/list"}, "$defs": {"list": {"items": {"$ref": "#/$defs/list"}, "type": "array"}}}),
        );
        assert_eq!(negated.validate(&nested(3_000, list_of, json!([]))).len(), 1);
    };
    worker.spawn(check).expect("a thread").join().expect("no overflow");
}

#[test]
fn violations_are_bounded() {
    let schema = json!({"type": "array", "items": {"type": "integer"}});
    let wrong = vec![json!("x"); 100_000];
    let found = violations(&schema, &Value::from(wrong));
    assert_eq!(found.len(), MAX_VIOLATIONS + 1);
    assert_eq!(found[0].pointer, "/0");
    assert_eq!(found[MAX_VIOLATIONS].got, "more; correct these first");

    let exact = violations(&schema, &Value::from(vec![json!("x"); MAX_VIOLATIONS]));
    assert_eq!(exact.len(), MAX_VIOLATIONS);
}

#[test]
fn quotes_are_bounded() {
    let huge = "x".repeat(5_000_000);
    let found = violations(&json!({"type": "integer"}), &json!({ "a": huge }));
    assert!(found[0].got.len() < 200, "{}", found[0].got.len());
}

#[test]
fn a_string_out_of_bounds_is_not_searched() {
    let schema = json!({"maxLength": 10, "pattern": "^(a|b|c|d)*e$"});
    let found = violations(&schema, &json!("a".repeat(5_000_000)));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].expected, "a string of at most 10 characters");
}

#[test]
fn parts_of_an_instance_share_one_list() {
    let validator = compile(&json!({"type": "array", "items": {"type": "integer"}}));
    let mut out = Violations::new();
    validator.validate_at("/a~1b", &json!(["x"]), &mut out);
    validator.validate_at("/c", &json!([1]), &mut out);
    validator.validate_at("/d", &json!(vec!["x"; 40]), &mut out);
    assert_eq!(out.len(), MAX_VIOLATIONS);
    assert!(out.has_more());
    let pointers: Vec<_> = out.iter().take(2).map(|violation| violation.pointer.as_str()).collect();
    assert_eq!(pointers, ["/a~1b/0", "/d/0"]);
}
