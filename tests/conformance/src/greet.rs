//! A tool that answers at once, beside those that run as tasks (scenarios
//! `tasks-*`).

use mcp_runtime::prelude::*;

/// Greets someone.
#[mcp_tool(read_only)]
async fn greet(
    /// Whom to greet.
    name: String,
) -> String {
    format!("Hello, {name}!")
}
