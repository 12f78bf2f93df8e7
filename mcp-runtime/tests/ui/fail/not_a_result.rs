#![allow(unused)]

use mcp_runtime::prelude::*;
use mcp_runtime::serde;

struct Nothing;

#[derive(serde::Serialize)]
#[serde(crate = "mcp_runtime::serde")]
struct OnlySerialize {
    a: u8,
}

#[derive(Debug)]
struct NotAnError;

#[mcp_tool]
async fn not_convertible() -> Nothing {
    Nothing
}

#[mcp_tool]
async fn in_a_result() -> Result<Nothing, CallError> {
    Ok(Nothing)
}

#[mcp_tool]
async fn without_schema() -> Json<OnlySerialize> {
    Json(OnlySerialize { a: 1 })
}

#[mcp_tool]
async fn list() -> Vec<Nothing> {
    vec![]
}

#[mcp_tool]
async fn not_an_error() -> Result<String, NotAnError> {
    Err(NotAnError)
}

#[mcp_tool]
async fn text_as_an_error() -> Result<String, String> {
    Err(String::new())
}

#[mcp_tool]
async fn foreign_error() -> Result<String, std::io::Error> {
    Ok(String::new())
}

#[mcp_tool]
fn blocking() -> Nothing {
    Nothing
}

fn main() {}
