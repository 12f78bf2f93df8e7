use std::fmt::Write as _;
use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

use super::body::Body;
use super::endpoint::Endpoint;
use super::refusal;
use crate::dispatch::{Answer, Outcome};
use crate::limit::Standing;
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
impl Endpoint {
    pub(super) fn reply(&self, era: Era, mut answer: Answer) -> Response<Body> {
        match std::mem::replace(&mut answer.outcome, Outcome::Result) {
            Outcome::Denied(denied) => {
                let response = refusal::json(status((&denied).into()), answer.body);
                self.challenged(response, &denied)
            }
            outcome => reply(era, Answer { outcome, ..answer }),
        }
    }
}

fn reply(era: Era, answer: Answer) -> Response<Body> {
    let status = match (&answer.outcome, era) {
        (Outcome::Fault(fault), Era::Modern) => status(*fault),
        // What an agent can act on is a result: clients drop the bodies of
        // other statuses.
        (Outcome::Result | Outcome::Failed(_) | Outcome::Fault(_), _) => StatusCode::OK,
        (Outcome::RateLimited(_), _) => StatusCode::TOO_MANY_REQUESTS,
        (Outcome::Denied(denied), _) => self::status(denied.into()),
    };
    let mut response = refusal::json(status, answer.body);
    let headers = response.headers_mut();
    if let Outcome::Failed(failure) | Outcome::RateLimited(failure) = answer.outcome
        && let Some(wait) = failure.retry_after
    {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
    }
    if let Some(standing) = answer.standing {
        rate_limit(headers, standing);
    }
    response
}

/// The fields of the IETF draft "`RateLimit` header fields for HTTP".
fn rate_limit(headers: &mut HeaderMap, standing: Standing) {
    let window = whole_seconds(Duration::from_nanos(standing.limit.window));
    let reset = whole_seconds(Duration::from_nanos(standing.reset));
    // One buffer for both: they go with every answer of a limited tool.
    let mut text = BytesMut::with_capacity(96);
    let mut insert = |name, value: std::fmt::Arguments<'_>| {
        if text.write_fmt(value).is_ok()
            && let Ok(value) = HeaderValue::from_maybe_shared(text.split().freeze())
        {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    insert("ratelimit-policy", format_args!("\"tool\";q={};w={window}", standing.limit.calls));
    insert("ratelimit", format_args!("\"tool\";r={};t={reset}", standing.remaining));
}

/// Whole seconds (RFC 9110, 10.2.3), rounded up: a client that comes back too
/// early is refused again.
pub(super) fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

pub(super) fn status(fault: Fault) -> StatusCode {
    match fault {
        Fault::InvalidParams | Fault::Internal | Fault::ResourceNotFound => StatusCode::OK,
        Fault::MethodNotFound => StatusCode::NOT_FOUND,
        Fault::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Fault::Unauthenticated => StatusCode::UNAUTHORIZED,
        Fault::Forbidden => StatusCode::FORBIDDEN,
        Fault::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Parse
        | Fault::InvalidRequest
        | Fault::HeaderMismatch
        | Fault::MissingCapability
        | Fault::UnsupportedVersion => StatusCode::BAD_REQUEST,
    }
}
