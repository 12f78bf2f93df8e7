//! The measured server for callers with an API key alone.

use mcp_runtime::prelude::*;

mod tools;

#[cfg(not(feature = "tasks"))]
fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().auth(ApiKeys::new().key("load", "perf-key-0000000000000000", "perf")).run_blocking()
}

/// Tasks are counted by the runtime in which the probe starts.
#[cfg(feature = "tasks")]
#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().auth(ApiKeys::new().key("load", "perf-key-0000000000000000", "perf")).run().await
}
