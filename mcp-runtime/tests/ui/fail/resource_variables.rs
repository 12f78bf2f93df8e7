#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_resource("notes://{id}")]
async fn no_parameter() -> String {
    String::new()
}

#[mcp_resource("notes://{identifer}")]
async fn misspelt(identifier: u8) -> String {
    String::new()
}

#[mcp_resource("notes://{a}/{b.c}{?d,e*}")]
async fn all_missing() -> String {
    String::new()
}

#[mcp_resource("notes://all")]
async fn no_variable(id: String, #[arg(max = 3)] days: u8, ctx: Context) -> String {
    String::new()
}

#[mcp_resource("notes://{folder}")]
async fn both_ways(id: String, #[arg(rename = "page")] number: u8) -> String {
    String::new()
}

#[mcp_resource("notes://{id}{?line,tag*}")]
async fn useless_defaults(
    #[arg(default = 3)] id: u8,
    #[arg(default = 3)] line: u8,
    #[arg(default)] tag: Vec<String>,
) -> String {
    String::new()
}

#[mcp_resource("notes://{id}", rate = "1/s per argument ctx", timeout = "soon")]
async fn guards(id: u8, ctx: Context) -> String {
    String::new()
}

struct Notes;

#[mcp_tools]
impl Notes {
    #[mcp_resource("notes://{id}")]
    async fn method(&self, ident: u8, name: String) -> String {
        String::new()
    }
}

fn main() {}
