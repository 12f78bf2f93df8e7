#![allow(unused)]

use mcp_runtime::prelude::*;
use mcp_runtime::{schemars, serde};

struct Neither;

#[derive(serde::Deserialize)]
#[serde(crate = "mcp_runtime::serde")]
struct OnlyDeserialize {
    a: u8,
}

#[derive(schemars::JsonSchema)]
#[schemars(crate = "mcp_runtime::schemars")]
struct OnlySchema {
    a: u8,
}

#[mcp_tool]
async fn neither(text: String, other: Neither) -> String {
    text
}

#[mcp_tool]
async fn nested(list: Vec<Neither>, optional: Option<Neither>) {}

#[mcp_tool]
async fn only_deserialize(value: OnlyDeserialize) {}

#[mcp_tool]
async fn only_schema(value: OnlySchema) {}

#[mcp_tool]
async fn flattened(#[arg(flatten)] value: Neither) {}

struct Weather;

#[mcp_tools]
impl Weather {
    #[mcp_tool]
    fn method(&self, value: Neither) {}
}

fn main() {}
