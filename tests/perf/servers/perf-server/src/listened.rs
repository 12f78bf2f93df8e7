//! The measured server with room for ten thousand listeners, twice what there
//! is room for by default.

use mcp_runtime::prelude::*;

mod tools;

fn main() -> mcp_runtime::Result<()> {
    server!().max_connections(11_000).max_idle_streams(10_000).run_blocking()
}
