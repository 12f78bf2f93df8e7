#![allow(unused)]

use std::path::Path;

use mcp_runtime::prelude::*;

#[mcp_tool]
async fn generic<T>(value: T) {}

#[mcp_tool]
async fn const_generic<const N: usize>(value: [u8; N]) {}

#[mcp_tool]
async fn lifetime<'a>(text: &'a str) {}

#[mcp_tool]
async fn constrained(text: String)
where
    String: Clone,
{
}

#[mcp_tool]
async unsafe fn dangerous(text: String) {}

#[mcp_tool]
extern "C" fn foreign(text: u8) {}

#[mcp_tool]
async fn references(text: &str, list: &[u8], path: &Path, ctx: &Context, nested: Option<&str>, unique: &mut u8) {}

#[mcp_tool]
async fn opaque(text: impl Into<String>) {}

#[mcp_tool]
fn returns_future(text: String) -> impl Future<Output = String> {
    async { text }
}

#[mcp_tool]
async fn returns_reference(text: String) -> &str {
    ""
}

#[mcp_tool]
async fn inferred(text: _) {}

#[mcp_tool]
async fn never() -> ! {
    loop {}
}

struct Weather;

impl Weather {
    #[mcp_tool]
    async fn method(&self) {}
}

fn main() {}
