use serde_json::Value;

/// References that are followed.
const DEEPEST: usize = 8;

/// All texts that a schema takes, where it says them: those of an enum, or of
/// a boolean. Of a list, those of its items.
pub(crate) fn choices(schema: &Value, definitions: Option<&Value>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    collect(schema, definitions, DEEPEST, &mut all)?;
    (!all.is_empty()).then_some(all)
}

/// Nothing where the schema takes a text that it does not say.
fn collect(
    schema: &Value,
    definitions: Option<&Value>,
    depth: usize,
    all: &mut Vec<String>,
) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().try_for_each(|value| add(value, all));
    }
    if let Some(value) = schema.get("const") {
        return add(value, all);
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.strip_prefix("#/$defs/")?;
        return collect(definitions?.get(name)?, definitions, depth, all);
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(schemas) = schema[keyword].as_array() {
            return schemas.iter().try_for_each(|it| collect(it, definitions, depth, all));
        }
    }
    match schema["type"].as_str()? {
        "boolean" => all.extend(["true", "false"].map(str::to_owned)),
        "null" => {}
        "array" => collect(schema.get("items")?, definitions, depth, all)?,
        _ => return None,
    }
    Some(())
}

fn add(value: &Value, all: &mut Vec<String>) -> Option<()> {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Bool(_) | Value::Number(_) => all.push(value.to_string()),
        Value::Null => {}
        Value::Array(_) | Value::Object(_) => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_said() {
        let definitions = json!({
            "Tone": { "oneOf": [{ "const": "Calm" }, { "enum": ["Lively"], "type": "string" }] },
            "Loop": { "$ref": "#/$defs/Loop" },
        });
        for (schema, wanted) in [
            (json!({ "type": "boolean" }), Some(vec!["true", "false"])),
            (json!({ "type": "string", "enum": ["a", "b"] }), Some(vec!["a", "b"])),
            (json!({ "enum": [1, 2] }), Some(vec!["1", "2"])),
            (json!({ "$ref": "#/$defs/Tone" }), Some(vec!["Calm", "Lively"])),
            (
                json!({ "anyOf": [{ "$ref": "#/$defs/Tone" }, { "type": "null" }] }),
                Some(vec!["Calm", "Lively"]),
            ),
            (json!({ "type": "array", "items": { "enum": ["a"] } }), Some(vec!["a"])),
            (json!({ "anyOf": [{ "const": "a" }, { "type": "string" }] }), None),
            (json!({ "type": "string" }), None),
            (json!({ "$ref": "#/$defs/Loop" }), None),
            (json!({ "$ref": "#/$defs/Nowhere" }), None),
            (json!({ "type": "null" }), None),
            (json!(true), None),
        ] {
            let found = choices(&schema, Some(&definitions));
            let found = found.as_deref().map(|all| all.iter().map(String::as_str).collect());
            assert_eq!(found, wanted, "{schema}");
        }
    }
}
