#![allow(unused)]

use mcp_runtime::prelude::*;
use mcp_runtime::{schemars, serde};

#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
enum Mode {
    Fast,
}

#[mcp_tool]
async fn literals(#[arg(default = 3)] a: String, #[arg(default = "x")] b: u8, #[arg(default = 1.5)] c: u8, #[arg(default = 300)] d: u8) {}

#[mcp_tool]
async fn expressions(#[arg(default = Mode::Fast)] a: Mode, #[arg(default = Mode::Slow)] b: u8) {}

#[mcp_tool]
async fn of_type(#[arg(default)] a: Mode) {}

#[mcp_tool]
async fn of_context(#[arg(default)] ctx: Context) {}

fn main() {}
