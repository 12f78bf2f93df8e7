//! Tables of cases that span the module.

mod alternatives;
mod bounds;
mod messages;
mod refused;
mod schemars;
mod verdicts;

use serde_json::Value;

use super::{Validator, Violation};

fn compile(schema: &Value) -> Validator {
    Validator::compile(schema).unwrap_or_else(|error| panic!("{error}"))
}

fn violations(schema: &Value, instance: &Value) -> Vec<Violation> {
    compile(schema).validate(instance)
}

/// Asserts the violations, each as `pointer: expected, not got`.
#[track_caller]
fn says(schema: &Value, instance: &Value, expected: &[&str]) {
    let said: Vec<String> = violations(schema, instance)
        .iter()
        .map(|violation| {
            let Violation { pointer, expected, got } = violation;
            format!("{pointer}: {expected}, not {got}")
        })
        .collect();
    assert_eq!(said, expected, "{schema} on {instance}");
}
