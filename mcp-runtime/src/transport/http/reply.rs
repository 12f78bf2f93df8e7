use http::{HeaderValue, Response, StatusCode, header};

use super::body::Body;
use super::refusal;
use crate::dispatch::{Answer, Outcome};
use crate::protocol::Fault;

/// Which revisions' rules for status codes apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    /// 2026-07-28 names a status for each fault.
    Modern,
    /// Clients of the older revisions expect JSON-RPC errors with status 200.
    Legacy,
}

/// A JSON-RPC response as one document, with the status and the headers that
/// say the same to whoever reads only those.
pub(super) fn reply(era: Era, answer: Answer) -> Response<Body> {
    let status = match (&answer.outcome, era) {
        (Outcome::Fault(fault), Era::Modern) => status(*fault),
        // What an agent can act on is a result: clients drop the bodies of
        // other statuses.
        (Outcome::Result | Outcome::Failed(_) | Outcome::Fault(_), _) => StatusCode::OK,
    };
    let mut response = refusal::json(status, answer.body);
    if let Outcome::Failed(failure) = answer.outcome
        && let Some(wait) = failure.retry_after
    {
        response.headers_mut().insert(header::RETRY_AFTER, delay(wait));
    }
    response
}

/// Whole seconds (RFC 9110, 10.2.3), rounded up: a client that comes back too
/// early is refused again.
fn delay(wait: std::time::Duration) -> HeaderValue {
    HeaderValue::from(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
}

fn status(fault: Fault) -> StatusCode {
    match fault {
        Fault::InvalidParams => StatusCode::OK,
        Fault::MethodNotFound => StatusCode::NOT_FOUND,
        Fault::Parse
        | Fault::InvalidRequest
        | Fault::HeaderMismatch
        | Fault::UnsupportedVersion => StatusCode::BAD_REQUEST,
    }
}
