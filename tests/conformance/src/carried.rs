//! What a request carries beside its arguments, and an extension of our own.

use std::collections::BTreeMap;

use mcp_runtime::prelude::*;
use serde_json::{Value, json};

/// What clients declare who may call [`greetings`].
pub(crate) const EXTENSION: &str = "com.example/greetings";

/// Says what came with the request, and sends `_meta` along.
#[mcp_tool(read_only)]
async fn test_carried(ctx: Context) -> Result<ToolOutput, CallError> {
    let trace = ctx.trace_context();
    let output = ToolOutput::new().structured(&json!({
        "label": ctx.meta::<String>("com.example/label"),
        "traceparent": trace.traceparent(),
        "baggage": trace.baggage(),
        "extension": ctx.client_extension::<BTreeMap<String, Value>>(EXTENSION),
    }))?;
    Ok(output.meta("com.example/answered", true))
}

#[mcp_type(output)]
struct Greetings {
    greetings: Vec<String>,
}

/// Greets as often as it is asked to.
#[mcp_method("com.example/greet", extension = "com.example/greetings")]
async fn greetings(name: String, #[arg(default = 1, max = 5)] times: usize) -> Json<Greetings> {
    Json(Greetings { greetings: vec![format!("Hello, {name}!"); times] })
}
