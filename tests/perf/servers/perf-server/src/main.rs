//! The measured server, written as a user would write it.

use mcp_runtime::prelude::*;

mod small;

/// Adds two numbers.
#[mcp_tool]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Repeats the text.
#[mcp_tool]
async fn echo(text: String) -> String {
    text
}

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    probe::start();
    let server = server!();
    // All that are linked in, or just the two.
    let many = std::env::var_os("PERF_TOOLS").is_some();
    if many { server.run().await } else { server.tools(tools![add, echo]).run().await }
}
