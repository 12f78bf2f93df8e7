#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_prompt(read_only, destructive = false, idempotent, open_world, task)]
async fn hints() -> String {
    String::new()
}

#[mcp_prompt(titel = "x", timeout = "soon", mime_type = "text/plain")]
async fn settings() -> String {
    String::new()
}

#[mcp_prompt(rate = "1/s per argument langauge", queue = 3)]
async fn guards(language: String) -> String {
    language
}

#[mcp_prompt]
async fn nothing() {}

#[mcp_prompt]
async fn never() -> ! {
    loop {}
}

#[mcp_prompt(name = "code review")]
unsafe fn signature<T>(text: &str, any: impl Into<String>) -> String {
    String::new()
}

#[mcp_prompt]
async fn größe() -> String {
    String::new()
}

#[mcp_prompt]
struct NotAFunction;

struct Review;

#[mcp_prompt]
impl Review {}

#[mcp_prompt]
#[mcp_tool]
async fn two_things() -> String {
    String::new()
}

#[mcp_prompt]
async fn free(&self) -> String {
    String::new()
}

#[mcp_prompt]
async fn arguments(
    #[arg(flatten)] all: Review,
    #[arg(header = "Region")] region: String,
    #[arg(default = 9, max = 5)] most: u8,
) -> String {
    String::new()
}

fn main() {}
