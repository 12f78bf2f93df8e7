use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;

use super::Follower;
use super::log::Next;
use crate::clock::{Clock, Sleep};
use crate::handler::Outgoing;
use crate::transport::Stop;
use crate::transport::http::call::HttpCall;
use crate::transport::http::endpoint::Patience;

/// The stream that answers the POST of a call in a session. It polls the call,
/// and lets go of it where it ends before the call does.
pub(in crate::transport::http) struct LiveStream {
    /// `None` once it is let go of, or has ended.
    call: Option<HttpCall>,
    follower: Follower,
    /// The message that made this a stream.
    first: Option<Outgoing>,
    /// Whether it has begun, with an event to come back to.
    greeted: bool,
    ended: bool,
    clock: Clock,
    every: Duration,
    alive: Sleep,
    stopped: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl LiveStream {
    pub(in crate::transport::http) fn new(
        (call, follower): (HttpCall, Follower),
        first: Option<Outgoing>,
        clock: Clock,
        patience: Patience,
        mut stop: Stop,
    ) -> Self {
        let alive = clock.sleep(patience.keep_alive);
        let stopped = Box::pin(async move { stop.ended().await });
        Self {
            greeted: !call.is_primed(),
            call: Some(call),
            follower,
            first,
            ended: false,
            clock,
            every: patience.keep_alive,
            alive,
            stopped,
        }
    }

    pub(in crate::transport::http) fn poll_next(
        &mut self,
        task: &mut Task<'_>,
    ) -> Poll<Option<Bytes>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if !std::mem::replace(&mut self.greeted, true) {
            return Poll::Ready(Some(self.follower.priming()));
        }
        if let Some(call) = &mut self.call {
            if let Some(first) = self.first.take() {
                call.write(first);
            } else if step(call, self.stopped.as_mut(), task) {
                self.call = None;
            }
        }
        match self.follower.poll_next(task) {
            Poll::Ready(Next::Event(event)) => {
                self.alive = self.clock.sleep(self.every);
                Poll::Ready(Some(event))
            }
            Poll::Ready(Next::HangUp(retry)) => {
                // Where there is no room for another call without a connection,
                // this one keeps its own.
                if self.call.as_mut().is_some_and(|call| !call.let_go()) {
                    return self.poll_next(task);
                }
                self.call = None;
                self.ended = true;
                Poll::Ready(Some(goodbye(retry)))
            }
            Poll::Ready(Next::End) => {
                // Dropped, a call goes on by itself.
                self.call = None;
                self.ended = true;
                Poll::Ready(None)
            }
            Poll::Pending => {
                if Pin::new(&mut self.alive).poll(task).is_pending() {
                    return Poll::Pending;
                }
                self.alive = self.clock.sleep(self.every);
                Poll::Ready(Some(Bytes::from_static(b":\n\n")))
            }
        }
    }
}

/// Polls a call and writes down one message at most; whether the call is over.
fn step(
    call: &mut HttpCall,
    stopped: Pin<&mut (dyn Future<Output = ()> + Send)>,
    task: &mut Task<'_>,
) -> bool {
    // The call first: messages must not keep it from its deadline.
    let answer = match call.poll(task) {
        Poll::Ready(answer) => answer,
        Poll::Pending if stopped.poll(task).is_ready() => call.shut_down(),
        Poll::Pending => {
            call.write_next(task);
            return false;
        }
    };
    call.finish(answer.as_ref());
    true
}

/// When to come back, in milliseconds.
pub(super) fn goodbye(retry: Duration) -> Bytes {
    format!("retry: {}\n\n", retry.as_millis()).into()
}
