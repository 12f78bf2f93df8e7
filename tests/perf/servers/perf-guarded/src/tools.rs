//! The measured tools. No limit is ever reached: what is measured is the way
//! through, not a refusal.

use mcp_runtime::prelude::*;

/// Adds two numbers.
#[mcp_tool(timeout = "10s", rate = "1000/5ms", concurrency = 2048)]
pub(crate) async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Repeats the text.
#[mcp_tool(timeout = "10s", rate = "1000/5ms", concurrency = 2048)]
pub(crate) async fn echo(text: String) -> String {
    text
}
