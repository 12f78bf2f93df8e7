//! A tool that always fails (scenario `tools-call-error`).

use mcp_runtime::prelude::*;

#[derive(Debug, thiserror::Error, ToolError)]
enum Failure {
    #[error("This tool intentionally returns an error for testing")]
    #[tool_error(code = "INTENDED", action = "Call another tool; this one always fails.")]
    Intended,
}

/// Fails on every call.
#[mcp_tool(read_only)]
async fn test_error_handling() -> Result<&'static str, Failure> {
    Err(Failure::Intended)
}
