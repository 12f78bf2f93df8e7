//! A server with one tool for each promise of the guards.
//!
//! It speaks stdio, or HTTP with `--http ADDR`. Every tool is here to be
//! driven through the real wire; what it computes does not matter. Callers
//! may show a credential; with `--require-auth` they have to. `--issuer URL`
//! also lets those in who show an access token of that issuer.

mod arguments;
mod bounded;
mod failing;
mod guarded;
mod plain;
mod rated;
mod repeated;
mod scarce;
mod timed;

use arguments::Arguments;
use mcp_runtime::prelude::*;
use mcp_runtime::{JwtTokens, ServerBuilder};

/// Whom the access tokens must be for.
const AUDIENCE: &str = "https://gauntlet.example/mcp";

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    let Arguments { requires_auth, issuer, others } = Arguments::read();
    let keys = ApiKeys::new()
        .key("alice", "alice-key-0000000000000000", "vault:read")
        .key("bob", "bob-key-0000000000000000", "")
        .key("carol", "carol-key-0000000000000000", "vault:read vault:write");
    let mut server = server!().arguments(others);
    server = accept(server, keys, requires_auth);
    if let Some(issuer) = issuer {
        let tokens = JwtTokens::issuer(issuer).audience(AUDIENCE);
        server = accept(server, tokens, requires_auth);
    }
    server.run().await
}

fn accept(server: ServerBuilder, known: impl Authenticator, only: bool) -> ServerBuilder {
    if only { server.auth(known) } else { server.auth(known.optional()) }
}
