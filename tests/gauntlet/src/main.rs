//! A server with one tool for each promise of the guards.
//!
//! It speaks stdio, or HTTP with `--http ADDR`. Every tool is here to be
//! driven through the real wire; what it computes does not matter. Callers
//! may show a credential; with `--require-auth` they have to. `--issuer URL`
//! also lets those in who show an access token of that issuer, for
//! `--audience URL`; with `--introspection URL` it is asked about each. Time
//! stands still with `--manual-clock` until SIGUSR1.

mod arguments;
mod bounded;
mod callers;
mod failing;
mod guarded;
mod moved;
mod plain;
mod rated;
mod repeated;
mod scarce;
mod timed;

use arguments::Arguments;
use mcp_runtime::prelude::*;

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    let mut arguments = Arguments::read();
    let mut server = server!().arguments(std::mem::take(&mut arguments.others));
    if arguments.manual_clock {
        server = server.clock(moved::clock().expect("signals are heard"));
    }
    callers::admit(server, &arguments).run().await
}
