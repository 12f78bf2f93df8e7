use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode};

use super::body::Body;
use super::checks::Accepts;
use super::endpoint::{Endpoint, method_not_allowed};
use super::idle::IdleStream;
use super::refusal;
use super::respond::events;
use super::resume::{EventId, FollowStream, Follower};
use super::shown::SESSION;
use super::token::Nonce;
use crate::handler::Visitor;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

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
        let clock = self.app.environment.clock.clone();
        if let Some(id) = parts.headers.get(LAST_EVENT_ID) {
            return match self.resumed(session, id) {
                Ok(follower) => {
                    let held = (permit, place);
                    let stream = FollowStream::new(follower, clock, self.patience, held);
                    events(Body::follow(stream))
                }
                Err((status, message)) => refusal::text(status, message),
            };
        }
        let Ok(session) = self.subscribers.stream(session, &self.app, visitor) else {
            return full();
        };
        let stream =
            IdleStream::new(clock, self.patience, self.stop.clone(), session, (permit, place));
        events(Body::idle(stream))
    }

    /// The rest of a call's stream, for a client that shows the last event that
    /// it has.
    fn resumed(
        &self,
        session: Nonce,
        id: &HeaderValue,
    ) -> Result<Follower, (StatusCode, &'static str)> {
        let id = id.to_str().ok().and_then(EventId::parse);
        let id = id.ok_or((
            StatusCode::BAD_REQUEST,
            "the Last-Event-ID header is none of this server's event ids",
        ))?;
        self.resumable.follow(session, id).ok_or_else(|| {
            if self.app.environment.is_own_call(id.stream) {
                return (StatusCode::GONE, "the stream is not kept any more");
            }
            (
                StatusCode::MISDIRECTED_REQUEST,
                "the stream is another process's, or of one that has ended",
            )
        })
    }
}

fn full() -> Response<Body> {
    refusal::with_header(
        refusal::text(StatusCode::SERVICE_UNAVAILABLE, "too many streams are open"),
        http::header::RETRY_AFTER,
        HeaderValue::from_static("10"),
    )
}
