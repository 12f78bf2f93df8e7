#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_type]
struct Point {
    x: u8,
}

#[mcp_type]
enum Shape {
    Round { radius: u8 },
    Flat,
}

#[mcp_type]
#[serde(tag = "type")]
enum Tagged {
    A,
}

#[mcp_type(output)]
enum Outcome {
    Good,
}

struct Nothing;

#[mcp_prompt]
async fn arguments(a: Vec<String>, b: Point, c: Option<Point>, d: Shape, e: Tagged) -> String {
    String::new()
}

#[mcp_prompt]
async fn no_parameters(a: Nothing, b: Outcome) -> String {
    String::new()
}

#[mcp_prompt]
async fn with_settings(#[arg(min_length = 1)] a: Vec<String>, #[arg(rename = "c")] b: Context) -> String {
    String::new()
}

#[mcp_prompt]
async fn result() -> Nothing {
    Nothing
}

fn main() {}
