use std::sync::Arc;
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;

use super::EventLog;

/// One connection on which the stream goes out.
pub(in crate::transport::http) struct Follower {
    log: Arc<EventLog>,
    turn: u64,
    /// The first event that it has not taken.
    next: u64,
}

/// What a follower is to do.
pub(in crate::transport::http) enum Next {
    Event(Bytes),
    /// End the connection, and let the client come back after this time.
    HangUp(Duration),
    /// The stream is over, or another connection has taken it up.
    End,
}

impl Follower {
    pub(super) fn new(log: Arc<EventLog>, turn: u64, next: u64) -> Self {
        Self { log, turn, next }
    }

    /// Empty data with an id, so that a client can come back from the first
    /// moment on (2025-11-25, basic/transports, "Sending Messages to the Server").
    pub(in crate::transport::http::resume) fn priming(&self) -> Bytes {
        format!("id: {}\ndata:\n\n", self.log.id(self.next.saturating_sub(1))).into()
    }

    pub(in crate::transport::http::resume) fn poll_next(
        &mut self,
        task: &mut Task<'_>,
    ) -> Poll<Next> {
        let mut state = self.log.state();
        if state.turn != self.turn {
            return Poll::Ready(Next::End);
        }
        if let Some(event) = state.events.iter().find(|event| event.number >= self.next) {
            let text = event.text.clone();
            self.next = event.number + 1;
            state.position = Some(self.next);
            let writer = state.writer.take();
            drop(state);
            writer.into_iter().for_each(Waker::wake);
            return Poll::Ready(Next::Event(text));
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
            state.position = None;
            state.follower = None;
            let writer = state.writer.take();
            drop(state);
            writer.into_iter().for_each(Waker::wake);
        }
    }
}
