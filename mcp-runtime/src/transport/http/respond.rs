//! Whether an answer is a document or a stream.

use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use http::{HeaderValue, Response, header};

use super::body::Body;
use super::call::HttpCall;
use super::checks::Accepts;
use super::endpoint::Endpoint;
use super::refusal;
use super::resume::LiveStream;
use super::sse::{self, EventStream};
use crate::clock::Sleep;
use crate::dispatch::Answer;
use crate::handler::{Outbox, Queue};

impl Endpoint {
    /// Waits for the call: a quick one is answered as plain JSON, one that
    /// has something to say first, or takes long, as a stream.
    pub(super) async fn respond(&self, call: HttpCall, accepts: Accepts) -> Response<Body> {
        enum First {
            Answer(Answer),
            Stream,
            Nothing,
        }
        let mut call = call;
        let mut patience: Option<Sleep> = None;
        let mut ended: Option<Pin<Box<_>>> = None;
        let mut streaming = None;
        let first = poll_fn(|task| {
            if let Poll::Ready(answer) = call.poll(task) {
                return Poll::Ready(answer.map_or(First::Nothing, First::Answer));
            }
            if let Some(queue) = call.queue()
                && let Poll::Ready(said) = queue.poll_pop(task)
            {
                streaming = Some(said);
                return Poll::Ready(First::Stream);
            }
            if call.queue().is_some_and(Queue::hangs_up) {
                return Poll::Ready(First::Stream);
            }
            // Armed only now: a call that is ready at once needs none of this.
            let ended = ended.get_or_insert_with(|| {
                let mut stop = self.stop.clone();
                Box::pin(async move { stop.ended().await })
            });
            if ended.as_mut().poll(task).is_ready()
                && let Some(answer) = call.shut_down()
            {
                return Poll::Ready(First::Answer(answer));
            }
            if !accepts.events {
                return Poll::Pending;
            }
            let clock = &self.app.environment.clock;
            let patience = patience.get_or_insert_with(|| clock.sleep(self.patience.plain));
            Pin::new(patience).poll(task).map(|()| First::Stream)
        })
        .await;
        match first {
            First::Answer(answer) if call.queue().is_none_or(Queue::is_empty) => {
                self.reply(call.era(), answer)
            }
            First::Answer(answer) => events(Body::full(sse::closing(&call, &answer))),
            // HTTP owes a response where JSON-RPC owes none. Clients take an
            // answer to a request they gave up for an error, and a stream that
            // ends without one for what it is.
            First::Nothing if accepts.events => events(Body::full(b":\n\n".to_vec())),
            First::Nothing => refusal::accepted(),
            First::Stream => {
                let (clock, stop) = (self.app.environment.clock.clone(), self.stop.clone());
                let patience = self.patience;
                events(match call.record(&self.resumable) {
                    Some(follower) => {
                        let call = (call, follower);
                        Body::live(LiveStream::new(call, streaming, clock, patience, stop))
                    }
                    None => Body::events(EventStream::new(call, streaming, clock, patience, stop)),
                })
            }
        }
    }
}

pub(super) fn outbox(accepts: Accepts) -> Outbox {
    if accepts.events { Outbox::Own(Queue::default()) } else { Outbox::Closed }
}

/// A stream, with the headers that keep proxies from holding it back.
pub(super) fn events(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
