//! The same server with 50 tools, for lists. A program of its own: what is
//! linked in costs start-up time even where it is not served.

use mcp_runtime::prelude::*;

mod small;
mod tools;

fn main() -> mcp_runtime::Result<()> {
    probe::start();
    server!().run_blocking()
}
