//! The measured tools, each for callers with a scope.

use mcp_runtime::prelude::*;

/// Adds two numbers.
#[mcp_tool(auth = "perf")]
pub(crate) async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Repeats the text.
#[mcp_tool(auth = "perf")]
pub(crate) async fn echo(text: String) -> String {
    text
}
