use std::sync::Arc;
use std::task::{Context as Task, Poll, Waker};
use std::time::Duration;

use super::{Event, EventLog, State};
use crate::handler::{Kept, Outgoing, Queue};
use crate::transport::http::resume::store::Resumable;
use crate::transport::http::token::Nonce;

/// Whoever polls the call, and writes down what it says. The log ends when
/// this is dropped.
pub(in crate::transport::http) struct Writer {
    pub(super) log: Arc<EventLog>,
    session: Nonce,
    store: Arc<Resumable>,
}

impl Writer {
    pub(in crate::transport::http::resume) fn new(
        log: Arc<EventLog>,
        session: Nonce,
        store: Arc<Resumable>,
    ) -> Self {
        Self { log, session, store }
    }

    /// Takes the next message from a call's queue once there is room for it;
    /// whether there was one. Without any, the call may want to hang up.
    pub(in crate::transport::http) fn write_next(
        &self,
        queue: &Queue,
        task: &mut Task<'_>,
    ) -> bool {
        if self.poll_room(task).is_pending() {
            return false;
        }
        if let Poll::Ready(said) = queue.poll_pop(task) {
            self.append(said);
            return true;
        }
        if let Some(retry) = queue.take_hang_up() {
            self.hang_up(retry);
        }
        false
    }

    pub(super) fn poll_room(&self, task: &Task<'_>) -> Poll<()> {
        let mut state = self.log.state();
        if state.has_room() {
            return Poll::Ready(());
        }
        state.writer = Some(task.waker().clone());
        Poll::Pending
    }

    /// Writes it down whether there is room or not.
    pub(in crate::transport::http) fn append(&self, said: Outgoing) {
        self.write(&said.message, said.kept, State::trim);
    }

    /// What nothing comes after, and what is kept however long it is.
    pub(in crate::transport::http) fn answer(&self, message: &[u8]) {
        self.write(message, Kept::Always, |_| ());
    }

    fn write(&self, message: &[u8], kept: Kept, then: impl FnOnce(&mut State)) {
        self.change(|state| {
            state.last += 1;
            let number = state.last;
            let mut text = format!("id: {}\ndata: ", self.log.id(number)).into_bytes();
            text.extend_from_slice(message);
            text.extend_from_slice(b"\n\n");
            state.events.push_back(Event { number, text: text.into(), kept });
            then(state);
        });
    }

    /// Ends the connection there is, where there is one.
    pub(super) fn hang_up(&self, retry: Duration) {
        self.change(|state| state.hang_up = state.position.map(|_| retry));
    }

    /// Changes what the follower is to do, and lets it know.
    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.log.state();
        change(&mut state);
        let follower = state.follower.take();
        drop(state);
        follower.into_iter().for_each(Waker::wake);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.change(|state| state.ended = true);
        self.store.ended((self.session, self.log.stream));
    }
}
