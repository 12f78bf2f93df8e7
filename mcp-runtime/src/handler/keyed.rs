use serde_json::{Map, Value};

use super::PerDef;
use super::own_guards::OwnGuards;

/// Checks that the arguments that limits count by exist.
///
/// The attribute knows the names of parameters. Only here is known which of
/// them are context, and what a flattened struct brings along.
pub(super) fn check(guards: &OwnGuards, input_schema: &Value) -> Result<(), String> {
    let rates = guards.rates.iter().map(|rate| rate.per);
    for per in rates.chain(guards.budget.map(|budget| budget.per)) {
        if let PerDef::Argument(name) = per {
            counts(name, input_schema)?;
        }
    }
    Ok(())
}

/// Whether a limit can count by this argument.
pub(super) fn counts(name: &str, input_schema: &Value) -> Result<(), String> {
    let none = Map::new();
    let properties = input_schema["properties"].as_object().unwrap_or(&none);
    // An open struct takes arguments that its schema does not name.
    if input_schema["additionalProperties"] != Value::Bool(false) || properties.contains_key(name) {
        return Ok(());
    }
    let known: Vec<String> = properties.keys().map(|name| format!("`{name}`")).collect();
    let fix = match known.as_slice() {
        [] => "write `per caller` or `per server`".to_owned(),
        known => format!("write one of {}", known.join(", ")),
    };
    Err(format!("a limit counts per argument `{name}`, which is none; {fix}"))
}
