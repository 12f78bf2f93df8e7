#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_type]
struct Point {
    x: u8,
}

struct Nothing;

#[mcp_resource("notes://{a}/{b}/{c}")]
async fn variables(a: Vec<String>, b: Point, c: Nothing) -> String {
    String::new()
}

#[mcp_resource("notes://{ctx}")]
async fn context(ctx: Context) -> String {
    String::new()
}

#[mcp_resource("notes://{a}{?b,c}")]
async fn absent(a: u8, b: u8, c: String) -> String {
    String::new()
}

#[mcp_resource("notes://all{?a*,b*}")]
async fn lists(a: String, b: Vec<Point>) -> String {
    String::new()
}

#[mcp_resource("notes://all")]
async fn neither(a: Nothing, b: State<Nothing>) -> String {
    String::new()
}

#[mcp_resource("notes://all")]
async fn result() -> Nothing {
    Nothing
}

fn main() {}
