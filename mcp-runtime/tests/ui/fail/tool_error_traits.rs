#![allow(unused)]

use mcp_runtime::ToolError;

#[derive(Debug, ToolError)]
enum NoDisplay {
    #[tool_error(code = "A")]
    A,
}

struct Opaque;

#[derive(Debug, thiserror::Error, ToolError)]
enum Fields {
    #[error("x")]
    #[tool_error(code = "A", retry_after = 0)]
    NotADuration(u8),
    #[error("x")]
    #[tool_error(code = "A", action = "See {0}.")]
    NotDisplay(Vec<u8>),
    #[error("x")]
    #[tool_error(transparent)]
    NotAToolError(std::io::Error),
}

fn main() {}
