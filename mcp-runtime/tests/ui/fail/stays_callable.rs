// Nothing but the attributes' own mistakes may be reported: the functions and the error stay what they were.

use mcp_runtime::prelude::*;

#[mcp_tool(timeout = "soon")]
async fn add(
    /// The first.
    #[arg(min = "x")]
    a: u8,
    #[arg(default = 3)] b: u8,
) -> u8 {
    a + b
}

struct Weather;

#[mcp_tools]
impl Weather {
    #[mcp_tool(timeout = "later")]
    async fn forecast(&self, #[arg(minimum = 1)] days: u8) -> u8 {
        days
    }
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
enum Failure {
    #[tool_error(code = "lower")]
    Lower,
}

#[mcp_tool]
async fn fails() -> Result<String, Failure> {
    Err(Failure::Lower)
}

async fn uses() -> u8 {
    let _ = fails().await;
    add(1, 2).await + Weather.forecast(3).await
}

fn main() {
    drop(uses());
}
