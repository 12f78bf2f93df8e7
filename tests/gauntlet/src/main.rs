//! A server with one tool for each promise of the guards.
//!
//! It speaks stdio, or HTTP with `--http ADDR`. Every tool is here to be
//! driven through the real wire; what it computes does not matter.

mod bounded;
mod failing;
mod plain;
mod rated;
mod repeated;
mod scarce;
mod timed;

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    mcp_runtime::server!().run().await
}
