#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool]
async fn empty_ranges(
    #[arg(min = 5, max = 3)] a: u8,
    #[arg(exclusive_min = 1, max = 1)] b: u8,
    #[arg(min = 2.5, exclusive_max = -2.5)] c: f64,
    #[arg(min_length = 5, max_length = 3)] d: String,
    #[arg(min_items = 5, max_items = 3)] e: Vec<u8>,
    #[arg(multiple_of = 0)] f: u8,
) {
}

#[mcp_tool]
async fn defaults_that_break_them(
    #[arg(default = 0, min = 1)] a: u8,
    #[arg(default = 15, max = 14)] b: u8,
    #[arg(default = 1, exclusive_min = 1)] c: u8,
    #[arg(default = -1.5, exclusive_max = -1.5)] d: f64,
    #[arg(default = 7, multiple_of = 5)] e: u8,
    #[arg(default = "é", min_length = 2)] f: String,
    #[arg(default = "long", max_length = 3)] g: String,
    #[arg(default = "Oslo", pattern = "^[a-z]+$")] h: String,
    #[arg(default = "medium", one_of = ["fast", "slow"])] i: String,
    #[arg(default = 3, one_of = [1, 2])] j: u8,
) {
}

#[mcp_tool]
async fn examples_that_break_them(
    #[arg(examples = [1, 20], max = 14)] a: u8,
    #[arg(example = ["a", "b"], max_items = 1)] b: Vec<String>,
    #[arg(example = ["a", "B"], pattern = "^[a-z]$")] c: Vec<String>,
) {
}

#[mcp_tool]
async fn choices(
    #[arg(one_of = ["a", "b", "a"])] a: String,
    #[arg(one_of = ["a", 1])] b: String,
) {
}

#[mcp_tool]
async fn patterns(#[arg(pattern = "[a-z")] a: String, #[arg(pattern = r"(?=look)ahead")] b: String) {}

fn main() {}
