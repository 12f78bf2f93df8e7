//! Against a real authorization server on loopback.

mod faults;
mod introspection;
mod issued;
mod missing;
mod properties;
mod refused;
mod rotation;
mod startup;
mod tls;

use std::time::Duration;

use authorization_server::AuthorizationServer;
use serde_json::{Value, json};

use super::JwtTokens;
use crate::auth::{Attempt, Authenticator, Credential, Principal, Rejection, Scheme};
use crate::clock::{Clock, ManualClock};

/// What this server is called.
const HERE: &str = "https://mcp.example.com/mcp";

/// Why a token is refused whose key is nowhere.
const UNPUBLISHED: &str = "the token is signed with a key that its issuer does not publish";

/// Real time after which a test has gone wrong.
const HANGS: Duration = Duration::from_secs(30);

const MINUTE: Duration = Duration::from_mins(1);
const SECOND: Duration = Duration::from_secs(1);

fn tokens(server: &AuthorizationServer) -> JwtTokens {
    JwtTokens::issuer(server.issuer()).audience(HERE)
}

fn now(clock: &ManualClock) -> u64 {
    Clock::from(clock.clone()).unix_seconds()
}

/// The claims of a good token.
fn claims(server: &AuthorizationServer, clock: &ManualClock) -> Value {
    json!({
        "iss": server.issuer(), "sub": "alice", "aud": HERE, "exp": now(clock) + 3600,
        "iat": now(clock), "scope": "vault:read vault:write", "team": "blue",
    })
}

/// The same with some of them replaced; null takes one away.
fn with(mut claims: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("{changes} are no changes") };
    for (name, value) in changes {
        match value {
            Value::Null => drop(claims.as_object_mut().map(|claims| claims.remove(&name))),
            value => claims[&name] = value,
        }
    }
    claims
}

/// As the server does it.
async fn shown(
    to: &impl Authenticator,
    clock: &ManualClock,
    token: &str,
) -> Result<Principal, Rejection> {
    let credential = Credential::new(Scheme::Bearer, token);
    let attempt = Attempt::new(credential, Clock::from(clock.clone()));
    match to.at_hand(&attempt) {
        Some(answer) => answer,
        None => tokio::time::timeout(HANGS, to.authenticate(&attempt)).await.expect("it hangs"),
    }
}

/// The reason of a refusal that another authenticator need not look at.
#[track_caller]
fn invalid(answer: Result<Principal, Rejection>) -> String {
    let rejection = answer.expect_err("it was accepted");
    assert!(!rejection.is_unknown() && rejection.retry_after().is_none(), "{rejection:?}");
    rejection.reason().to_owned()
}

#[track_caller]
fn unknown(answer: Result<Principal, Rejection>) -> String {
    let rejection = answer.expect_err("it was accepted");
    assert!(rejection.is_unknown(), "{rejection:?}");
    rejection.reason().to_owned()
}

/// When the caller is to come back.
#[track_caller]
fn unavailable(answer: Result<Principal, Rejection>) -> Duration {
    let rejection = answer.expect_err("it was accepted");
    rejection.retry_after().unwrap_or_else(|| panic!("{rejection:?}"))
}

/// Lets other tasks go on until something holds.
async fn until(mut holds: impl AsyncFnMut() -> bool) {
    let all = async {
        while !holds().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(HANGS, all).await.expect("it never came to hold");
}
