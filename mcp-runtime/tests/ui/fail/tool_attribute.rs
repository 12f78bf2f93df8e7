#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool(timout = "10s", nmae = "x", rates = "60/min", whatever)]
async fn unknown_settings() {}

#[mcp_tool(timeout = "10s", timeout = "20s", read_only, read_only = false)]
async fn set_twice() {}

#[mcp_tool(name = 3, title, description = true, read_only = "yes", icon = "x", meta, crate = "x")]
async fn wrong_kinds() {}

#[mcp_tool(title = " ", description = "", timeout =, "stray", read_only idempotent)]
async fn nothing_there() {}

#[mcp_tool(destructive, idempotent, read_only)]
async fn contradiction() {}

#[mcp_tool(read_only(true))]
async fn list_for_a_flag() {}

#[mcp_tool(timeout = "10 seconds")]
async fn not_a_duration() {}

#[mcp_tool(timeout = "0s")]
async fn no_time() {}

#[mcp_tool(timeout = "none")]
async fn no_timeout() {}

#[mcp_tool(timeout = "999999d")]
async fn long_timeout() {}

#[mcp_tool(name = "search notes")]
async fn bad_name() {}

#[mcp_tool(name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
async fn long_name() {}

#[mcp_tool]
async fn größe() {}

#[mcp_tool(
    icon(sizes = "48x48"),
    icon(src = "/icon.png", mime_type = "png", sizes = "48", theme = "blue", colour = "red"),
    icon(src = "https://example.com", sizes = 48)
)]
async fn icons() {}

#[mcp_tool(meta("com.example/" = 1, "dev.mcp/x" = 1, "1com/x" = 1, "a" = f(), "b" = 1, "b" = 2, c = 3))]
async fn meta() {}

#[mcp_tool(task = "always")]
async fn unknown_task() {}

#[mcp_tool(task(required))]
async fn list_for_a_task() {}

#[mcp_tool(task, task = "required")]
async fn task_twice() {}

fn main() {}
