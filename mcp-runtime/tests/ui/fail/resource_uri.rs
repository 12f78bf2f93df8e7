#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_resource("")]
async fn empty() -> String {
    String::new()
}

#[mcp_resource("notes/{id}")]
async fn no_scheme(id: u8) -> String {
    String::new()
}

#[mcp_resource("notes://{id")]
async fn not_closed(id: u8) -> String {
    String::new()
}

#[mcp_resource("notes://{id}{other}")]
async fn touching(id: u8, other: u8) -> String {
    String::new()
}

#[mcp_resource("notes://{id:u8}")]
async fn typed(id: u8) -> String {
    String::new()
}

#[mcp_resource(r#"notes://{id}/{id}"#)]
async fn twice(id: u8) -> String {
    String::new()
}

#[mcp_resource("notes://with space")]
async fn space() -> String {
    String::new()
}

// Both what is wrong with the template and what is missing.
#[mcp_resource("notes://{id}?all={all}")]
async fn together(ident: u8, #[arg(min = 1)] other: u8) -> String {
    String::new()
}

fn main() {}
