//! Shaping schemars' output into the input schema that clients see.

use serde_json::{Map, Value, json};

use super::ParamDef;
use crate::schema::overlay::merge;

/// Removes what schemars says about Rust rather than about JSON: validators
/// of other languages warn about formats such as `uint8`.
pub(super) fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            let numeric = map.get("format").and_then(Value::as_str).is_some_and(|format| {
                matches!(format, "float" | "double")
                    || format
                        .trim_start_matches("uint")
                        .trim_start_matches("int")
                        .parse::<u8>()
                        .is_ok()
                    || matches!(format, "uint" | "int")
            });
            if numeric {
                map.remove("format");
            }
            map.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

/// Adds the parameter's description, constraints and default.
pub(super) fn annotate(
    schema: &mut Value,
    written: &ParamDef,
    computed: Map<String, Value>,
) -> Result<(), String> {
    if let Value::Bool(true) = schema {
        *schema = json!({});
    }
    let Value::Object(map) = schema else {
        return Err("an argument's schema must be an object".to_owned());
    };
    if let Some(overlay) = written.overlay {
        match serde_json::from_str(overlay) {
            Ok(Value::Object(overlay)) => merge(map, overlay),
            _ => return Err("the macro and the runtime disagree; rebuild".to_owned()),
        }
    }
    if let Some(description) = written.description {
        map.insert("description".to_owned(), description.into());
    }
    merge(map, computed);
    Ok(())
}

/// Whether attributes only describe, so that they cannot be broken.
pub(super) fn is_annotation_only(
    overlay: Option<&'static str>,
    computed: &Map<String, Value>,
) -> bool {
    let describe = |map: &Map<String, Value>| {
        map.keys().all(|key| matches!(key.as_str(), "default" | "examples" | "writeOnly"))
    };
    let overlay = overlay.map(serde_json::from_str::<Map<String, Value>>);
    describe(computed) && overlay.is_none_or(|overlay| overlay.is_ok_and(|map| describe(&map)))
}

/// Keywords that may allow properties which `properties` does not list.
const COMPOSITIONS: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "$ref",
    "if",
    "patternProperties",
    "unevaluatedProperties",
    "dependentSchemas",
];

/// The root of an input schema under construction.
#[derive(Default)]
pub(super) struct Root {
    properties: Map<String, Value>,
    required: Vec<Value>,
    /// The flattened struct's own schema, whose other keywords are kept.
    base: Option<Map<String, Value>>,
}

impl Root {
    pub(super) fn add(&mut self, name: &str, schema: Value, required: bool) {
        self.properties.insert(name.to_owned(), schema);
        if required {
            self.required.push(name.into());
        }
    }

    pub(super) fn flatten(&mut self, mut schema: Value) -> Result<(), String> {
        tidy(&mut schema);
        match schema {
            Value::Object(map) if map.get("type").is_none_or(|ty| ty == "object") => {
                self.base = Some(map);
                Ok(())
            }
            _ => Err("only a struct can be flattened into the arguments".to_owned()),
        }
    }

    pub(super) fn is_flattened(&self) -> bool {
        self.base.is_some()
    }

    pub(super) fn finish(self, definitions: Map<String, Value>) -> Value {
        let mut root = self.base.unwrap_or_default();
        root.entry("type").or_insert_with(|| "object".into());
        let properties = root.entry("properties").or_insert_with(|| json!({}));
        if let Value::Object(properties) = properties {
            properties.extend(self.properties);
        }
        if !self.required.is_empty() {
            let required = root.entry("required").or_insert_with(|| json!([]));
            if let Value::Array(required) = required {
                required.extend(self.required);
            }
        }
        // `additionalProperties` sees only its siblings: beside a composition
        // it would refuse what the composition allows.
        if !COMPOSITIONS.iter().any(|keyword| root.contains_key(*keyword)) {
            root.entry("additionalProperties").or_insert(Value::Bool(false));
        }
        if !definitions.is_empty() {
            let defs = root.entry("$defs").or_insert_with(|| json!({}));
            if let Value::Object(defs) = defs {
                defs.extend(definitions);
            }
        }
        Value::Object(root)
    }
}
