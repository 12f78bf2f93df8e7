//! Tools whose results serve more than one call.

use std::sync::atomic::{AtomicU64, Ordering};

use mcp_runtime::prelude::*;

/// How often it ran; the same for a second.
#[mcp_tool(read_only, cache = "1s")]
async fn cached() -> u64 {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    RUNS.fetch_add(1, Ordering::Relaxed) + 1
}

/// How often it ran; the same for the same idempotency key.
#[mcp_tool(idempotent)]
async fn once() -> u64 {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    RUNS.fetch_add(1, Ordering::Relaxed) + 1
}
