use std::borrow::Cow;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use crate::answer::META;
use crate::request::Params;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    a: f64,
    b: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Echo<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

pub(crate) fn call<'a>(params: &Params<'a>) -> Result<Cow<'a, str>, String> {
    let name = params.name.as_deref().ok_or("`params.name` is missing")?;
    let arguments = params.arguments.map_or("{}", RawValue::get);
    let invalid = |error: serde_json::Error| format!("invalid arguments: {error}");
    match name {
        "add" => {
            let Add { a, b } = serde_json::from_str(arguments).map_err(invalid)?;
            Ok(Cow::Owned((a + b).to_string()))
        }
        "echo" => {
            let Echo { text } = serde_json::from_str(arguments).map_err(invalid)?;
            Ok(text)
        }
        _ => Err(format!("unknown tool: {name}")),
    }
}

/// The result of `tools/list`, serialized once: it never changes.
pub(crate) fn list() -> &'static RawValue {
    static LIST: LazyLock<Box<RawValue>> =
        LazyLock::new(|| to_raw_value(&List::new()).expect("plain data serializes"));
    &LIST
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    tools: Vec<Tool>,
    result_type: &'static str,
    ttl_ms: u64,
    cache_scope: &'static str,
    #[serde(rename = "_meta")]
    meta: crate::answer::Meta,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tool {
    name: String,
    description: &'static str,
    input_schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    r#type: &'static str,
    properties: serde_json::Value,
    required: Vec<&'static str>,
    additional_properties: bool,
}

impl List {
    fn new() -> Self {
        let number = || json!({ "type": "number" });
        let string = || json!({ "type": "string" });
        let mut tools = vec![
            Tool::new("add".to_owned(), "Adds two numbers.", &[("a", number()), ("b", number())]),
            Tool::new("echo".to_owned(), "Repeats the text.", &[("text", string())]),
        ];
        if std::env::var_os("PERF_TOOLS").is_some() {
            tools.extend((0..48).map(|n| {
                let description = "Looks up one record by its key.";
                Tool::new(format!("small_{n:02}"), description, &[("key", string())])
            }));
        }
        Self { tools, result_type: "complete", ttl_ms: 300_000, cache_scope: "public", meta: META }
    }
}

impl Tool {
    fn new(
        name: String,
        description: &'static str,
        params: &[(&'static str, serde_json::Value)],
    ) -> Self {
        let input_schema = Schema {
            r#type: "object",
            properties: params.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())).collect(),
            required: params.iter().map(|(name, _)| *name).collect(),
            additional_properties: false,
        };
        Self { name, description, input_schema }
    }
}
