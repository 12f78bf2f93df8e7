//! Tools without a guard, to see that the others disturb nobody.

use mcp_runtime::prelude::*;

/// Adds two numbers.
#[mcp_tool(read_only)]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Says the same again.
#[mcp_tool(read_only)]
async fn echo(text: String) -> String {
    text
}

/// Whom the server takes the caller for.
#[mcp_tool(read_only)]
async fn whoami(ctx: Context) -> String {
    ctx.caller().to_string()
}
