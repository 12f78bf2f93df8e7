#![allow(unused)]

use mcp_runtime::ToolError;

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
#[tool_error(code = "ON_AN_ENUM")]
enum Container {
    A,
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
enum Settings {
    #[tool_error(cod = "A", retry = "10s")]
    Unknown,
    #[tool_error(code = "A", code = "B")]
    Twice,
    #[tool_error(code = 3, action = 4, retryable = "yes", details = "x")]
    Kinds,
    #[tool_error]
    Nothing,
    #[tool_error(crate = mcp_runtime, code = "A")]
    Crate,
    #[tool_error(retryable, action = "Wait.")]
    NoCode,
    #[tool_error(code = "A", retryable = false, retry_after = "10s")]
    Contradiction,
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
enum Codes {
    #[tool_error(code = "cityNotFound")]
    Camel,
    #[tool_error(code = "CITY-NOT-FOUND")]
    Dashes,
    #[tool_error(code = "_A__B_")]
    Underscores,
    #[tool_error(code = "404")]
    Digits,
    #[tool_error(code = "")]
    Empty,
    #[tool_error(code = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    Long,
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
enum Fields {
    #[tool_error(code = "A", action = "See {cty}.", retry_after = wiat, details(citi, city, city))]
    Misspelt { city: String, wait: std::time::Duration },
    #[tool_error(code = "A", action = "See {1}.", retry_after = 10, details(2))]
    Tuple(String),
    #[tool_error(code = "A", action = "{}")]
    Positional(String),
    #[tool_error(code = "A", action = "{0:w$} {")]
    Width(String),
    #[tool_error(code = "A", action = "{0.len()}")]
    Expression(String),
    #[tool_error(code = "A", retry_after = "soon")]
    Soon,
    OnAField(#[tool_error(code = "A")] String),
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
enum Transparent {
    #[tool_error(transparent)]
    Two(std::io::Error, u8),
    #[tool_error(transparent)]
    Zero,
    #[tool_error(transparent, code = "A")]
    AndMore(Fields),
}

#[derive(ToolError)]
union NotAnError {
    a: u8,
}

fn main() {}
