#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;

use super::EventId;
use super::store::Resumable;
use crate::transport::http::token::Nonce;

/// Events of one stream that are kept for a client that comes back.
const MOST: usize = 64;

/// Bytes of them, beside the answer.
const MOST_BYTES: usize = 128 << 10;

/// What was sent on one stream, as far as it is kept: the oldest events go
/// first, and the answer never.
pub(super) struct EventLog {
    stream: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    events: VecDeque<(u64, Bytes)>,
    bytes: usize,
    last: u64,
    ended: bool,
    /// Which follower counts: the one that came last (2025-11-25,
    /// basic/transports, "Multiple Connections").
    turn: u64,
    connected: bool,
    follower: Option<Waker>,
    hang_up: Option<Duration>,
}

/// What a follower is to do.
pub(in crate::transport::http) enum Next {
    Event(Bytes),
    /// End the connection, and let the client come back after this time.
    HangUp(Duration),
    /// The stream is over, or another connection has taken it up.
    End,
}

/// Whoever polls the call, and writes down what it says. The log ends when
/// this is dropped.
pub(in crate::transport::http) struct Writer {
    log: Arc<EventLog>,
    session: Nonce,
    store: Arc<Resumable>,
}

/// One connection on which the stream goes out.
pub(in crate::transport::http) struct Follower {
    log: Arc<EventLog>,
    turn: u64,
    /// The first event that it has not sent.
    next: u64,
}

impl EventLog {
    pub(super) fn new(stream: u64) -> Arc<Self> {
        Arc::new(Self { stream, state: Mutex::default() })
    }

    /// A connection for what comes after an event; the one there was ends.
    pub(super) fn follow(self: &Arc<Self>, after: u64) -> Follower {
        let mut state = self.state();
        state.turn += 1;
        state.connected = true;
        state.hang_up = None;
        let (turn, before) = (state.turn, state.follower.take());
        drop(state);
        wake(before);
        Follower { log: Arc::clone(self), turn, next: after.saturating_add(1) }
    }

    pub(super) fn bytes(&self) -> usize {
        self.state().bytes
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writer {
    pub(super) fn new(log: Arc<EventLog>, session: Nonce, store: Arc<Resumable>) -> Self {
        Self { log, session, store }
    }

    pub(in crate::transport::http) fn append(&self, message: &[u8]) {
        self.write(message, true);
    }

    /// What nothing comes after, and what is kept however long it is.
    pub(in crate::transport::http) fn answer(&self, message: &[u8]) {
        self.write(message, false);
    }

    fn write(&self, message: &[u8], bounded: bool) {
        let mut state = self.log.state();
        state.last += 1;
        let number = state.last;
        let id = EventId { stream: self.log.stream, number };
        let mut event = format!("id: {id}\ndata: ").into_bytes();
        event.extend_from_slice(message);
        event.extend_from_slice(b"\n\n");
        state.bytes += event.len();
        state.events.push_back((number, event.into()));
        while bounded && state.events.len() > 1 && state.is_over() {
            let dropped = state.events.pop_front();
            state.bytes -= dropped.map_or(0, |(_, event)| event.len());
        }
        let follower = state.follower.take();
        drop(state);
        wake(follower);
    }

    /// Ends the connection there is, where there is one.
    pub(in crate::transport::http) fn hang_up(&self, retry: Duration) {
        let mut state = self.log.state();
        if state.connected {
            state.hang_up = Some(retry);
        }
        let follower = state.follower.take();
        drop(state);
        wake(follower);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let mut state = self.log.state();
        state.ended = true;
        let follower = state.follower.take();
        drop(state);
        wake(follower);
        self.store.ended((self.session, self.log.stream));
    }
}

impl State {
    fn is_over(&self) -> bool {
        self.events.len() > MOST || self.bytes > MOST_BYTES
    }
}

impl Follower {
    /// Empty data with an id, so that a client can come back from the first
    /// moment on (2025-11-25, basic/transports, "Sending Messages to the Server").
    pub(super) fn priming(&self) -> Bytes {
        let id = EventId { stream: self.log.stream, number: self.next.saturating_sub(1) };
        format!("id: {id}\ndata:\n\n").into()
    }

    pub(super) fn poll_next(&mut self, task: &mut Task<'_>) -> Poll<Next> {
        let mut state = self.log.state();
        if state.turn != self.turn {
            return Poll::Ready(Next::End);
        }
        let next = self.next;
        if let Some((number, event)) = state.events.iter().find(|(number, _)| *number >= next) {
            self.next = number + 1;
            return Poll::Ready(Next::Event(event.clone()));
        }
        if state.ended {
            return Poll::Ready(Next::End);
        }
        if let Some(retry) = state.hang_up.take() {
            return Poll::Ready(Next::HangUp(retry));
        }
        match &mut state.follower {
            Some(follower) => follower.clone_from(task.waker()),
            None => state.follower = Some(task.waker().clone()),
        }
        Poll::Pending
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut state = self.log.state();
        if state.turn == self.turn {
            state.connected = false;
            state.follower = None;
        }
    }
}

fn wake(follower: Option<Waker>) {
    if let Some(follower) = follower {
        follower.wake();
    }
}
