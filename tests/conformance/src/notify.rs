//! Log messages and progress while a call runs (scenarios
//! `tools-call-with-logging`, `tools-call-with-progress`, `server-stateless`).

use std::time::Duration;

use mcp_runtime::prelude::*;
use tokio::time::sleep;

/// The suite wants the notifications apart from each other, so that a server
/// that collects them until the end is told from one that streams.
const STEP: Duration = Duration::from_millis(50);

/// Logs three lines to the client.
#[mcp_tool(read_only)]
async fn test_tool_with_logging(ctx: Context) -> &'static str {
    ctx.log(LogLevel::Info, "Tool execution started");
    sleep(STEP).await;
    ctx.log(LogLevel::Info, "Tool processing data");
    sleep(STEP).await;
    ctx.log(LogLevel::Info, "Tool execution completed");
    "logged three lines"
}

/// Logs one line, which only a client that asked for a level may see.
#[mcp_tool(read_only)]
async fn test_logging_tool(ctx: Context) -> &'static str {
    ctx.log(LogLevel::Error, "a line at a level above any threshold but the highest");
    "logged one line"
}

/// Reports progress in three steps.
#[mcp_tool(read_only)]
async fn test_tool_with_progress(ctx: Context) -> &'static str {
    ctx.progress(0.0, Some(100.0));
    sleep(STEP).await;
    ctx.progress(50.0, Some(100.0));
    sleep(STEP).await;
    ctx.progress(100.0, Some(100.0));
    "reported three steps"
}

/// Says that the list of tools has changed, so that the suite sees who is told.
#[mcp_tool(read_only)]
async fn test_trigger_tool_change(ctx: Context) -> &'static str {
    ctx.notifier().tools_changed();
    "said that the tools have changed"
}

/// Says that the list of prompts has changed.
#[mcp_tool(read_only)]
async fn test_trigger_prompt_change(ctx: Context) -> &'static str {
    ctx.notifier().prompts_changed();
    "said that the prompts have changed"
}
