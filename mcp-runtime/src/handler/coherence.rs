//! Whether an argument's schema makes sense, as far as only start-up can tell: bounds and defaults
//! may be expressions, and bounds of the attribute meet those of the type.

use serde_json::{Map, Value};

use super::param::Check;
use crate::schema::Violation;

/// Refuses a schema that refuses everything, or its own default.
pub(super) fn check(name: &str, schema: &Value, check: &Check) -> Result<(), String> {
    if let Some(contradiction) = schema.as_object().and_then(contradiction) {
        return Err(format!("the schema of argument `{name}`: {contradiction}"));
    }
    let default = match (check, schema.get("default")) {
        // Null stands for leaving the argument out.
        (Check::BySchema(_), Some(default)) if !default.is_null() => default,
        _ => return Ok(()),
    };
    if let [Violation { expected, got, .. }, ..] = &check.violations(default)[..] {
        return Err(format!(
            "the default of argument `{name}` breaks its own schema: expected {expected}, got {got}"
        ));
    }
    Ok(())
}

/// Two bounds that leave no value between them.
fn contradiction(schema: &Map<String, Value>) -> Option<String> {
    let bound = |keyword: &'static str| Some((keyword, schema.get(keyword)?.as_f64()?));
    for (low, high) in [
        ("minimum", "maximum"),
        ("minimum", "exclusiveMaximum"),
        ("exclusiveMinimum", "maximum"),
        ("exclusiveMinimum", "exclusiveMaximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        let excluded = low.starts_with("exclusive") || high.starts_with("exclusive");
        if let (Some((low, least)), Some((high, most))) = (bound(low), bound(high))
            && (least > most || (excluded && least >= most))
        {
            return Some(format!("no value fits between `{low}` {least} and `{high}` {most}"));
        }
    }
    schema.get("items").and_then(Value::as_object).and_then(contradiction)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bounds_must_leave_a_value() {
        for (schema, fits) in [
            (json!({"minimum": 1, "maximum": 1}), true),
            (json!({"minimum": 2, "maximum": 1}), false),
            (json!({"exclusiveMinimum": 1, "maximum": 1}), false),
            (json!({"exclusiveMinimum": 1, "maximum": 2}), true),
            (json!({"minLength": 3, "maxLength": 2}), false),
            (json!({"items": {"minimum": 2.5, "maximum": -2.5}}), false),
            (json!({"maximum": 1}), true),
        ] {
            assert_eq!(contradiction(schema.as_object().unwrap()).is_none(), fits, "{schema}");
        }
    }
}
