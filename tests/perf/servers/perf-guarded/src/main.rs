//! The measured server with guards that every call has to pass.

use mcp_runtime::prelude::*;

mod tools;

#[cfg(not(feature = "tasks"))]
fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().run_blocking()
}

/// Tasks are counted by the runtime in which the probe starts.
#[cfg(feature = "tasks")]
#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().run().await
}
