#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_method]
async fn nameless() {}

#[mcp_method(name = "com.example/search", titel = "x", title = "Search")]
async fn settings() {}

#[mcp_method("search")]
async fn bare() {}

#[mcp_method("tools/search")]
async fn of_the_protocol() {}

#[mcp_method("com.example/søk", read_only)]
async fn letters() {}

#[mcp_method("com.example/search", extension = "search", timeout = "soon")]
async fn extension() {}

#[mcp_method("com.example/search")]
async fn result() -> String {
    String::new()
}

#[mcp_method("com.example/search")]
async fn arguments(#[arg(header = "Region")] region: String) {}

fn main() {}
