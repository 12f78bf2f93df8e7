//! Who may do what, in the words that an agent gets.

use std::time::Duration;

use super::Remote;
use crate::auth::{Denied, Scopes};
use crate::error::{CallError, code};

/// The refusal of a call whose caller may not make it.
pub(crate) fn refusal(denied: &Denied, remote: Remote) -> CallError {
    match denied {
        Denied::Unauthenticated(scopes) => {
            unauthenticated("the caller has not proved who it is", scopes, remote)
        }
        Denied::Forbidden(scopes) => CallError::new(
            code::FORBIDDEN,
            format!("the caller was not granted what this needs: {scopes}"),
        )
        .detail("scopes", scopes.iter().collect::<Vec<_>>())
        .action(
            "Do not repeat the call as it is. Go on without it, or have the user grant these \
             scopes.",
        ),
    }
}

/// The refusal of a peer that guesses.
pub(crate) fn throttled(wait: Duration) -> CallError {
    CallError::new(code::RATE_LIMITED, "too many wrong credentials came from this address")
        .retry_after(wait)
        .action("Wait retryAfter seconds, then repeat the request with the right credential.")
}

/// The refusal of a principal that has sent what it may.
pub(crate) fn limited(wait: Duration, calls: u32, window: Duration) -> CallError {
    let seconds = window.as_secs_f64();
    CallError::new(
        code::RATE_LIMITED,
        format!("the limit of {calls} requests with this credential in {seconds} s is reached"),
    )
    .retry_after(wait)
    .action("Wait retryAfter seconds before the next request; earlier ones are refused again.")
}

/// The refusal of whoever showed nothing, or nothing valid.
pub(crate) fn unauthenticated(message: &str, scopes: &Scopes, remote: Remote) -> CallError {
    let action = if remote.is_http() {
        "Do not repeat the request as it is. Send `Authorization: Bearer` with a valid access \
         token or API key; the user or the operator of this server can give you one."
    } else {
        "Do not repeat the call as it is. Have the user put a valid access token or API key into \
         the environment variable MCP_ACCESS_TOKEN of this server."
    };
    let error = CallError::new(code::UNAUTHENTICATED, message.to_owned()).action(action);
    if scopes.is_empty() {
        return error;
    }
    error.detail("scopes", scopes.iter().collect::<Vec<_>>())
}
