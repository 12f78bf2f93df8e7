//! The event stream of a subscription.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use tokio::sync::OwnedSemaphorePermit;

use super::body::Body;
use super::checks::Accepts;
use super::endpoint::{Endpoint, Patience};
use super::refusal;
use super::reply::Era;
use super::respond::events;
use super::sse::event;
use crate::clock::{Clock, Sleep};
use crate::dispatch::{Answer, Listening, Told};
use crate::protocol::Fault;
use crate::transport::Stop;

impl Endpoint {
    /// Opens the stream of a subscription, which is one without a request: on
    /// HTTP/1.1 it holds its connection, and some have to be left.
    pub(super) fn listen(&self, listening: Box<Listening>, accepts: Accepts) -> Response<Body> {
        if !accepts.events {
            let message = "a subscription is an event stream: list `text/event-stream` in the \
                           Accept header";
            let id = Some(listening.id().as_id());
            let answer = Answer::fault(id, Fault::InvalidRequest, message);
            return refusal::json(StatusCode::NOT_ACCEPTABLE, answer.body);
        }
        let Ok(permit) = self.idle_streams.clone().try_acquire_owned() else {
            let response = self.reply(Era::Modern, listening.turn_away(self.idle_streams_limit));
            let wait = HeaderValue::from_static("10");
            return refusal::with_header(response, header::RETRY_AFTER, wait);
        };
        let clock = self.app.environment.clock.clone();
        let stream = ListenStream::new(listening, clock, self.patience, self.stop.clone(), permit);
        events(Body::listening(stream))
    }
}

/// What a subscription says, until the client leaves or the server stops.
///
/// Nothing is taken from the subscription that the connection has no room
/// for: what a slow client has not read is kept there, where it is bounded.
pub(super) struct ListenStream {
    /// `None` once it has ended.
    listening: Option<Box<Listening>>,
    clock: Clock,
    every: Duration,
    alive: Sleep,
    draining: Pin<Box<dyn Future<Output = ()> + Send>>,
    _permit: OwnedSemaphorePermit,
}

impl ListenStream {
    fn new(
        listening: Box<Listening>,
        clock: Clock,
        patience: Patience,
        mut stop: Stop,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        let alive = clock.sleep(patience.keep_alive);
        let draining = Box::pin(async move { stop.draining().await });
        let every = patience.keep_alive;
        Self { listening: Some(listening), clock, every, alive, draining, _permit: permit }
    }

    pub(super) fn poll_next(&mut self, task: &mut Task<'_>) -> Poll<Option<Bytes>> {
        let Some(listening) = &mut self.listening else { return Poll::Ready(None) };
        if self.draining.as_mut().poll(task).is_ready() {
            let last: Vec<u8> = listening.closed().iter().flat_map(|it| event(it)).collect();
            self.listening = None;
            return Poll::Ready(Some(last.into()));
        }
        match listening.poll_next(task) {
            Poll::Ready(Told::Message(message)) => {
                self.alive = self.clock.sleep(self.every);
                return Poll::Ready(Some(event(&message)));
            }
            // A stream that breaks off is what makes a client come back, and
            // find out that it needs another token.
            Poll::Ready(Told::Expired) => {
                self.listening = None;
                return Poll::Ready(None);
            }
            Poll::Pending => {}
        }
        if Pin::new(&mut self.alive).poll(task).is_pending() {
            return Poll::Pending;
        }
        self.alive = self.clock.sleep(self.every);
        Poll::Ready(Some(Bytes::from_static(b":\n\n")))
    }
}
