use serde::Serialize;
use serde_json::{Value, json};

use crate::handler::{Annotations, Tool};

pub(in crate::dispatch::list) fn modern(tool: &Tool) -> Value {
    entry(tool, tool.output_schema().cloned())
}

/// Before 2026-07-28 structured content had to be an object.
pub(in crate::dispatch::list) fn legacy(tool: &Tool) -> Value {
    entry(
        tool,
        tool.output_schema().cloned().filter(|schema| schema.get("type") == Some(&json!("object"))),
    )
}

fn entry(tool: &Tool, output_schema: Option<Value>) -> Value {
    let mut entry = super::common(tool);
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            entry.insert(key.to_owned(), value);
        }
    };
    put("inputSchema", Some(tool.input_schema.clone()));
    put("outputSchema", output_schema);
    put("annotations", annotations(tool.annotations));
    super::end(entry, tool)
}

fn annotations(hints: Annotations) -> Option<Value> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(clippy::struct_field_names)] // the specification's names
    struct Hints {
        #[serde(skip_serializing_if = "Option::is_none")]
        read_only_hint: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        destructive_hint: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        idempotent_hint: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        open_world_hint: Option<bool>,
    }
    let value = json!(Hints {
        read_only_hint: hints.read_only,
        destructive_hint: hints.destructive,
        idempotent_hint: hints.idempotent,
        open_world_hint: hints.open_world,
    });
    (value != json!({})).then_some(value)
}
