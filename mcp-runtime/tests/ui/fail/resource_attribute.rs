#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_resource]
async fn no_uri() -> String {
    String::new()
}

#[mcp_resource(mime_type = "text/plain")]
async fn uri_is_missing() -> String {
    String::new()
}

#[mcp_resource(uri = "notes://all")]
async fn uri_with_a_key() -> String {
    String::new()
}

#[mcp_resource("notes://all" mime_type = "text/plain")]
async fn no_comma() -> String {
    String::new()
}

#[mcp_resource("notes://all", read_only, task = "required", open_world = false, cache_scope = "public", mimetype = "x")]
async fn unknown() -> String {
    String::new()
}

#[mcp_resource(
    "notes://all",
    mime_type = "markdown",
    size = -1,
    audience = ["user", "robot", "user"],
    priority = 1.5,
    last_modified = "yesterday",
    ttl = "60"
)]
async fn wrong_values() -> String {
    String::new()
}

#[mcp_resource("notes://all", mime_type = 3, size, audience, priority = "high", last_modified = 2026, ttl = 60)]
async fn wrong_kinds() -> String {
    String::new()
}

#[mcp_resource("notes://{id}", size = "64KB")]
async fn size_of_many(id: u8) -> String {
    String::new()
}

#[mcp_resource("notes://all", auth = "notes:read", ttl = "60s public")]
async fn secrets_for_all() -> String {
    String::new()
}

#[mcp_resource("notes://all")]
async fn nothing() {}

#[mcp_resource("notes://{id}")]
async fn settings(#[arg(flatten)] id: String, #[arg(header = "X")] x: String) -> String {
    String::new()
}

struct Notes;

#[mcp_tools]
impl Notes {
    #[mcp_resource]
    async fn bare(&self) -> String {
        String::new()
    }

    #[mcp_resource = "notes://all"]
    async fn assigned(&self) -> String {
        String::new()
    }

    #[mcp_resource("notes://{id}", name = "same")]
    async fn one(&self, id: u8) -> String {
        String::new()
    }

    #[mcp_resource("notes://{id}/x", name = "same")]
    async fn two(&self, id: u8) -> String {
        String::new()
    }

    #[mcp_prompt(name = "same")]
    async fn another_kind(&self) -> String {
        String::new()
    }

    #[mcp_tool]
    #[mcp_resource("notes://both")]
    async fn both(&self) -> String {
        String::new()
    }
}

fn main() {}
