#![allow(unused)]

use mcp_runtime::prelude::*;

const NAME: &str = "x";
const RATIO: f64 = 0.5;

fn limit() -> u8 {
    14
}

#[mcp_tool]
async fn no_numbers(#[arg(max = NAME)] a: u8, #[arg(max_length = RATIO)] b: String, #[arg(min = MISSING)] c: u8) {}

#[mcp_tool]
async fn no_constant(#[arg(max = limit())] a: u8) {}

#[mcp_tool]
async fn no_bound_of_the_type(#[arg(max = RATIO)] a: String) {}

fn main() {}
