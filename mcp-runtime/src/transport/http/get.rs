use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};

use super::body::Body;
use super::checks::Accepts;
use super::endpoint::{Endpoint, method_not_allowed};
use super::idle::IdleStream;
use super::refusal;
use super::respond::events;
use super::shown::SESSION;
use crate::handler::Visitor;

impl Endpoint {
    /// The stream for messages outside any request: what the session listens to.
    pub(super) fn get(&self, parts: &Parts, visitor: &Visitor) -> Response<Body> {
        if !parts.headers.contains_key(&SESSION) {
            return method_not_allowed();
        }
        if !Accepts::read(&parts.headers).events {
            return refusal::text(
                StatusCode::NOT_ACCEPTABLE,
                "list `text/event-stream` in the Accept header",
            );
        }
        let session = match self.shown_session(parts, visitor) {
            Ok((nonce, _)) => nonce,
            Err((status, message)) => return refusal::text(status, &message),
        };
        let place = self.streaming_peers.enter(visitor.remote);
        let permit = self.idle_streams.clone().try_acquire_owned();
        let (Ok(place), Ok(permit)) = (place, permit) else {
            return full();
        };
        let Ok(session) = self.subscribers.stream(session, &self.app, visitor) else {
            return full();
        };
        let clock = self.app.environment.clock.clone();
        let stream =
            IdleStream::new(clock, self.patience, self.stop.clone(), session, (permit, place));
        events(Body::idle(stream))
    }
}

fn full() -> Response<Body> {
    refusal::with_header(
        refusal::text(StatusCode::SERVICE_UNAVAILABLE, "too many streams are open"),
        http::header::RETRY_AFTER,
        HeaderValue::from_static("10"),
    )
}
