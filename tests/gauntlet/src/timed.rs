//! Tools that take their time.

use std::time::Duration;

use mcp_runtime::prelude::*;

/// Sleeps, without blocking a thread.
#[mcp_tool(timeout = "300ms")]
async fn nap(ms: u64) -> String {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    format!("slept {ms} ms")
}

/// Sleeps on a thread that it blocks, whatever becomes of the call.
#[mcp_tool(timeout = "300ms")]
fn pinned(#[arg(max = 60_000)] ms: u64) -> String {
    std::thread::sleep(Duration::from_millis(ms));
    format!("blocked {ms} ms")
}

/// Counts up to `n` and reports each step.
#[mcp_tool(read_only)]
async fn count(
    #[arg(max = 10_000)] n: u32,
    /// The pause before each step.
    ms: u64,
    ctx: Context,
) -> String {
    for step in 1..=n {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        ctx.progress(f64::from(step), Some(f64::from(n)));
    }
    format!("counted to {n}")
}
