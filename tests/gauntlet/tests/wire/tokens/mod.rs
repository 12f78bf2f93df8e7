//! Access tokens, by the authorization server that issued them.

mod asked;
mod forged;
mod refused;
mod rotation;
mod scopes;

use crate::harness::{Caller, Door, Era, Issuer, Response, Setup};

const ERAS: [Era; 2] = [Era::Modern, Era::Legacy];

/// Where a client learns how to get a token.
const METADATA: &str = "/.well-known/oauth-protected-resource/mcp";

/// Accepts the tokens of an issuer.
fn accepting(issuer: &Issuer) -> Setup {
    Setup::default().argument("--issuer").argument(issuer.issuer())
}

/// The challenge to whoever shows what is not valid, for this reason.
fn invalid_token(door: &Door, reason: &str) -> String {
    format!(
        "Bearer error=\"invalid_token\", resource_metadata=\"{}\", error_description=\"{reason}\"",
        door.url(METADATA)
    )
}

/// Sees to it that a token is refused for this reason, and not shown.
#[track_caller]
fn assert_invalid(door: &Door, token: &str, reason: &str, refused: &Response) {
    let error = refused.refusal(401, Some(&invalid_token(door, reason)));
    assert_eq!(
        (error["error"].as_str(), error["message"].as_str()),
        (Some("UNAUTHENTICATED"), Some(reason))
    );
    assert!(error["action"].as_str().is_some_and(|text| text.contains("Authorization: Bearer")));
    assert_not_in(token, &refused.whole());
}

/// Sees to it that a text has nothing of a token in it: no part of its own is
/// so short.
#[track_caller]
fn assert_not_in(token: &str, text: &str) {
    for part in token.split('.').filter(|part| part.len() > 8) {
        assert!(!text.contains(part), "{part} of {token} in {text}");
    }
}

/// Calls a tool that demands nothing: a token has to be right all the same.
fn call_open(caller: &Caller<'_>) -> Response {
    caller.call("whoami")
}
