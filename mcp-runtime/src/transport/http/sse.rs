use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;

use super::call::HttpCall;
use super::endpoint::Patience;
use crate::clock::{Clock, Sleep};
use crate::dispatch::Answer;
use crate::handler::{Outgoing, Queue};
use crate::transport::Stop;

/// One response stream: the call's messages, then its answer, then the end.
///
/// It owns the call and polls it; when the client disconnects, hyper drops
/// this and with it the call. No event carries an id: streams of 2026-07-28
/// are not resumable.
pub(super) struct EventStream {
    call: Option<HttpCall>,
    /// The message that made this a stream.
    first: Option<Outgoing>,
    clock: Clock,
    every: Duration,
    alive: Sleep,
    ended: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl EventStream {
    pub(super) fn new(
        call: HttpCall,
        first: Option<Outgoing>,
        clock: Clock,
        patience: Patience,
        mut stop: Stop,
    ) -> Self {
        let alive = clock.sleep(patience.keep_alive);
        let ended = Box::pin(async move { stop.ended().await });
        Self { call: Some(call), first, alive, every: patience.keep_alive, clock, ended }
    }

    pub(super) fn poll_next(&mut self, task: &mut Task<'_>) -> Poll<Option<Bytes>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(event(&first.message)));
        }
        let Some(call) = &mut self.call else { return Poll::Ready(None) };
        // The call first: messages must not keep it from its deadline.
        let answer = match call.poll(task) {
            Poll::Ready(None) => {
                self.call = None;
                return Poll::Ready(None);
            }
            Poll::Ready(answer) => answer,
            Poll::Pending if self.ended.as_mut().poll(task).is_ready() => call.shut_down(),
            Poll::Pending => None,
        };
        if let Some(answer) = answer {
            let last = closing(call, &answer);
            self.call = None;
            return Poll::Ready(Some(last.into()));
        }
        if let Poll::Ready(message) = poll_message(call, task) {
            self.alive = self.clock.sleep(self.every);
            return Poll::Ready(Some(event(&message)));
        }
        if Pin::new(&mut self.alive).poll(task).is_pending() {
            return Poll::Pending;
        }
        self.alive = self.clock.sleep(self.every);
        Poll::Ready(Some(Bytes::from_static(b":\n\n")))
    }
}

fn poll_message(call: &HttpCall, task: &mut Task<'_>) -> Poll<Bytes> {
    call.queue().map_or(Poll::Pending, |queue| queue.poll_pop(task).map(|said| said.message))
}

/// The end of a stream: what the call still said, then its answer.
pub(super) fn closing(call: &HttpCall, answer: &Answer) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(said) = call.queue().and_then(Queue::pop) {
        all.extend_from_slice(&event(&said.message));
    }
    all.extend_from_slice(&event(&answer.body));
    all
}

/// One event. The JSON was written without newlines, so it is one line.
pub(super) fn event(message: &[u8]) -> Bytes {
    let mut event = Vec::with_capacity(message.len() + 8);
    event.extend_from_slice(b"data: ");
    event.extend_from_slice(message);
    event.extend_from_slice(b"\n\n");
    event.into()
}
