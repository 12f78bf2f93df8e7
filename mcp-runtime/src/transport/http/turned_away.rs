//! The answer to a request whose sender may not go on: little is read of it,
//! and nothing believed.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, header};
use serde_json::json;

use super::body::Body;
use super::endpoint::Endpoint;
use super::incoming::{self, Unreadable};
use super::refusal;
use super::reply::{status, whole_seconds};
use crate::dispatch::Answer;
use crate::error::CallError;
use crate::handler::CallId;
use crate::protocol::{Fault, IdBuf, peek_id};

/// Why a request was turned away before its body was read.
pub(super) struct Refused {
    pub(super) fault: Fault,
    pub(super) error: CallError,
    pub(super) challenge: Option<HeaderValue>,
    /// Which call it was, and of what, where it has a record.
    pub(super) call: Option<(CallId, (&'static str, &'static str))>,
}

impl Endpoint {
    /// Answers a request that was turned away, with its own id where that can
    /// be found: clients wait for ever on an error without.
    pub(super) async fn turn_away<B>(
        &self,
        refused: Refused,
        method: &Method,
        headers: &HeaderMap,
        body: B,
    ) -> Response<Body>
    where
        B: http_body::Body,
        B::Data: Into<Bytes>,
    {
        let Refused { fault, error, challenge, call } = refused;
        let asks_first = headers.contains_key(header::EXPECT);
        let id = if *method == Method::POST && !asks_first { self.id(body).await } else { None };
        let text = error.to_string();
        let has_id = id.is_some();
        let data = match call {
            Some((id, of)) => json!(error.to_object(&id.to_string(), of)),
            None => json!(error.to_bare_object()),
        };
        let answer = Answer::refused(id.as_ref().map(IdBuf::as_id), fault, &error, &data);
        let mut response = refusal::fault(status(fault), answer, has_id, &text);
        let headers = response.headers_mut();
        if let Some(challenge) = challenge {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(wait) = error.retry_delay() {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(wait)));
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// The id of a request that is not looked at any further, found by
    /// skipping over whatever else there is.
    async fn id<B>(&self, body: B) -> Option<IdBuf>
    where
        B: http_body::Body,
        B::Data: Into<Bytes>,
    {
        const MOST: usize = 64 << 10;
        const PATIENCE: Duration = Duration::from_secs(1);
        match incoming::read(body, MOST, PATIENCE, &self.bodies, self.clock()).await {
            Ok(body) | Err(Unreadable::TooLong(body)) => peek_id(&body),
            Err(Unreadable::Broken | Unreadable::TooSlow | Unreadable::NoRoom) => None,
        }
    }
}
