//! A server with one tool for each promise of the guards.
//!
//! It speaks stdio, or HTTP with `--http ADDR`. Every tool is here to be
//! driven through the real wire; what it computes does not matter. Callers
//! may show a credential; with `--require-auth` they have to. `--issuer URL`
//! also lets those in who show an access token of that issuer, for
//! `--audience URL`; with `--introspection URL` it is asked about each. Clients
//! know the endpoint by `--public-url URL`, which sockets that are files need.
//! `--keys FILE` has more API keys, `--rotating-ledger FILE BYTES` is a ledger
//! with small files. `--tls CERTIFICATE KEY` serves HTTPS. `--nested /PREFIX`
//! puts the endpoint into an axum application of this program's own. Time
//! stands still with `--manual-clock` until SIGUSR1.

mod arguments;
mod bounded;
mod callers;
mod failing;
mod guarded;
mod moved;
mod nested;
mod plain;
mod rated;
mod repeated;
mod scarce;
mod timed;

use arguments::Arguments;
use mcp_runtime::LedgerOptions;
use mcp_runtime::prelude::*;

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    let mut arguments = Arguments::read();
    let mut server = server!().arguments(std::mem::take(&mut arguments.others));
    if arguments.manual_clock {
        server = server.clock(moved::clock().expect("signals are heard"));
    }
    if let Some(url) = &arguments.public_url {
        server = server.public_url(url);
    }
    if let Some((certificate, key)) = &arguments.tls {
        server = server.tls(mcp_runtime::Tls::from_pem_files(certificate, key)?);
    }
    if let Some((path, bytes)) = &arguments.rotating_ledger {
        let bytes = bytes.parse().expect("a number of bytes");
        server = server.ledger_with(path, LedgerOptions::new().max_bytes(bytes).keep(2));
    }
    let server = callers::admit(server, &arguments)?;
    match arguments.nested {
        Some(prefix) => nested::serve(server, &prefix).await,
        None => server.run().await,
    }
}
