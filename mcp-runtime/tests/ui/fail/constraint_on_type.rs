#![allow(unused)]

use mcp_runtime::prelude::*;
use mcp_runtime::{schemars, serde};

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
struct Place {
    city: String,
}

#[mcp_tool]
async fn numbers(
    #[arg(min = 1, max = 2)] a: String,
    #[arg(max = 2)] b: Place,
    #[arg(multiple_of = 2)] c: bool,
    #[arg(min = 1)] d: Option<Vec<String>>,
) {
}

#[mcp_tool]
async fn lengths(#[arg(min_length = 1)] a: u8, #[arg(max_items = 2)] b: Place) {}

#[mcp_tool]
async fn patterns(#[arg(pattern = "x")] a: u8, #[arg(pattern = "x")] b: Vec<u8>) {}

#[mcp_tool]
async fn headers(#[arg(header = "A")] a: Place, #[arg(header = "B")] b: f64, #[arg(header = "C")] c: Vec<String>) {}

#[mcp_tool]
async fn lists(#[arg(unique)] a: String, #[arg(unique)] b: Option<u8>, #[arg(unique)] c: std::collections::BTreeMap<String, u8>) {}

#[mcp_tool]
async fn on_context(
    #[arg(min = 1)] a: Context,
    #[arg(rename = "b")] b: State<u8>,
    #[arg(default = 3, max = 5, pattern = "x")] c: Context,
) {
}

fn main() {}
