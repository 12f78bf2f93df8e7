#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool(auth, public)]
async fn both() {}

#[mcp_tool(auth = "vault:read vault:write")]
async fn two_in_one() {}

#[mcp_tool(auth = ["a", "b", "a", "ä", 3])]
async fn odd_ones() {}

#[mcp_tool(auth = [], public = "yes")]
async fn nothing_there() {}

#[mcp_tool(auth = true)]
async fn a_flag() {}

#[mcp_tool(auth("vault:read"))]
async fn a_list() {}

#[mcp_tool(autth, scopes = "a")]
async fn misspelt() {}

#[mcp_tool]
async fn seen(#[arg(secret, header = "Pin")] pin: String, #[arg(secret = 1)] other: String) {}

#[mcp_tool(auth = ["vault:read", "offline_access"])]
async fn refreshed() {}

fn main() {}
