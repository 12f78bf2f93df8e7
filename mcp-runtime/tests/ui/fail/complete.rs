#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool]
async fn tool(#[arg(complete = ["a", "b"])] city: String) {}

#[mcp_prompt]
async fn shapes(
    #[arg(complete = "a")] one: String,
    #[arg(complete)] two: String,
    #[arg(complete = ["a", 1])] three: String,
    #[arg(complete = [])] four: String,
    #[arg(complete(a, b))] five: String,
    #[arg(complete = ["a"], complete = ["b"])] six: String,
    #[arg(complete = ["a"], secret)] seven: String,
) -> String {
    String::new()
}

#[mcp_resource("pages://index")]
async fn no_variable(#[arg(complete = ["a"])] city: String) -> String {
    city
}

fn main() {}
