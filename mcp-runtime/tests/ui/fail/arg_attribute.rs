#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool]
async fn unknown_settings(#[arg(minimum = 1, maxlength = 2, regex = "x", required)] a: u8) {}

#[mcp_tool]
async fn set_twice(
    #[arg(min = 1, min = 2)] a: u8,
    #[arg(min = 1)]
    #[arg(min = 2)]
    b: u8,
    #[arg(min_length = 1, min_items = 1)] c: Vec<u8>,
) {
}

#[mcp_tool]
async fn wrong_kinds(
    #[arg(min = "1", max = MAX, multiple_of)] a: u8,
    #[arg(min_length = -1, max_length = 1.5)] b: String,
    #[arg(pattern = 3, one_of = "a", example = f(), examples = "x", rename = 3, header, description)] c: String,
    #[arg(one_of = [], examples = [f()], unique = 3)] d: String,
    #[arg(default(3))] e: u8,
    #[arg] f: u8,
    #[arg = 3] g: u8,
) {
}

#[mcp_tool]
async fn flattened(
    #[arg(flatten, default, description = "x")] a: Params,
    #[arg(rename = "x", flatten)] b: Params,
    #[arg(flatten = true)] c: Params,
) {
}

#[mcp_tool]
async fn names(
    #[arg(rename = "b")] a: u8,
    b: u8,
    c: u8,
    #[arg(rename = "c")] d: u8,
    #[arg(min = 1)] (e, f): (u8, u8),
    #[arg(default)] Point { x, y }: Point,
    #[arg(rename = "")] g: u8,
) {
}

#[mcp_tool]
async fn headers(
    #[arg(header = "Region")] a: String,
    #[arg(header = "region")] b: String,
    #[arg(header = "my region")] c: String,
    #[arg(header = "")] d: String,
) {
}

#[mcp_tool]
async fn conditional(#[cfg(unix)] a: u8, #[cfg_attr(unix, arg(min = 1))] b: u8) {}

struct Weather;

#[mcp_tools]
impl Weather {
    #[mcp_tool]
    async fn receiver(#[arg(min = 1)] &self) {}
}

fn main() {}
