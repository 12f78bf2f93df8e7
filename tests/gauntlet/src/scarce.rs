//! Tools of which there is only so much: turns, money, patience, room.

use std::time::Duration;

use mcp_runtime::prelude::*;

/// Runs once at a time; one more call may wait.
#[mcp_tool(concurrency = 1, queue = 1)]
async fn one_at_a_time(ms: u64) -> String {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    format!("slept {ms} ms")
}

/// Costs fifty cents of two dollars a day.
#[mcp_tool(cost = "$0.50", budget = "$2/day")]
async fn priced() -> &'static str {
    "paid"
}

#[derive(Debug, thiserror::Error, ToolError)]
enum Upstream {
    #[error("the service did not answer")]
    #[tool_error(code = "UPSTREAM", retryable, action = "Repeat the call in a moment.")]
    Silent,
}

/// Works or fails as told. Three failures in two seconds open its breaker.
#[mcp_tool(breaker = "3/2s")]
async fn flaky(ok: bool) -> Result<&'static str, Upstream> {
    if ok { Ok("answered") } else { Err(Upstream::Silent) }
}

/// Says so many bytes, of which 64,000 get through.
#[mcp_tool(read_only, max_output = "64KB")]
async fn flood(#[arg(max = 16_000_000)] bytes: usize) -> String {
    "x".repeat(bytes)
}
