//! Who may call.

use mcp_runtime::prelude::*;
use mcp_runtime::{Introspection, JwtTokens, Result, ServerBuilder};

use crate::arguments::Arguments;

/// Whom the access tokens must be for.
pub(crate) const AUDIENCE: &str = "https://gauntlet.example/mcp";
/// What the authorization server of the tests knows this server by.
const CLIENT: (&str, &str) = ("resource server", "secret: 100% & more");

pub(crate) fn admit(server: ServerBuilder, arguments: &Arguments) -> Result<ServerBuilder> {
    let only = arguments.requires_auth;
    let audience = arguments.audience.as_deref().unwrap_or(AUDIENCE);
    let keys = ApiKeys::new()
        .key("alice", "alice-key-0000000000000000", "vault:read")
        .key("bob", "bob-key-0000000000000000", "")
        .key("carol", "carol-key-0000000000000000", "vault:read vault:write");
    let mut server = accept(server, keys, only);
    if let Some(path) = &arguments.keys {
        server = accept(server, ApiKeys::from_file(path)?, only);
    }
    if let Some(scopes) = &arguments.initial_scopes {
        server = server.initial_scopes(scopes.split(' '));
    }
    if let Some(rate) = &arguments.auth_failures {
        server = server.auth_failures(rate);
    }
    Ok(match (&arguments.issuer, &arguments.introspection) {
        (Some(issuer), None) => accept(server, JwtTokens::issuer(issuer).audience(audience), only),
        (issuer, Some(url)) => {
            let (id, secret) = CLIENT;
            let mut tokens = Introspection::at(url).client(id, secret).audience(audience);
            if let Some(issuer) = issuer {
                tokens = tokens.issuer(issuer);
            }
            accept(server, tokens, only)
        }
        (None, None) => server,
    })
}

fn accept(server: ServerBuilder, known: impl Authenticator, only: bool) -> ServerBuilder {
    if only { server.auth(known) } else { server.auth(known.optional()) }
}
