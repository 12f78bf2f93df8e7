//! The same server with 50 tools, for lists.

use mcp_runtime::prelude::*;

#[path = "../../perf-server/src/small.rs"]
mod small;
mod tools;

fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().auth(ApiKeys::new().key("load", "perf-key-0000000000000000", "perf")).run_blocking()
}
