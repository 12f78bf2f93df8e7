#![allow(unused)]

use mcp_runtime::prelude::*;
use mcp_runtime::{schemars, serde};

#[mcp_type(inputs, output = true)]
struct Settings {
    text: String,
}

#[mcp_type]
#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
struct Twice {
    text: String,
}

#[mcp_type]
fn function() {}

#[mcp_type(output)]
struct OnlyOutput {
    text: String,
}

#[mcp_tool]
async fn takes(only: OnlyOutput) {}

fn main() {
    let _ = (Settings { text: String::new() }, Twice { text: String::new() });
    function();
}
