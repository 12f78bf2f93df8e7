//! The measured server, written as a user would write it.

use mcp_runtime::prelude::*;

mod tools;

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().run().await
}
