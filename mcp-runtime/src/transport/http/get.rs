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
    /// The stream for messages outside any request. There are none yet, so
    /// it only shows that the server lives.
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
        if let Err((status, message)) = self.shown_session(parts, visitor) {
            return refusal::text(status, &message);
        }
        let place = self.streaming_peers.enter(visitor.remote);
        let (Ok(place), Ok(permit)) = (place, self.idle_streams.clone().try_acquire_owned()) else {
            return refusal::with_header(
                refusal::text(StatusCode::SERVICE_UNAVAILABLE, "too many streams are open"),
                http::header::RETRY_AFTER,
                HeaderValue::from_static("10"),
            );
        };
        let clock = self.app.environment.clock.clone();
        let stream = IdleStream::new(clock, self.patience, self.stop.clone(), (permit, place));
        events(Body::idle(stream))
    }
}
