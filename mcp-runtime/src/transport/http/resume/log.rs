mod follower;
#[cfg(test)]
mod tests;
mod writer;

pub(in crate::transport::http) use follower::{Follower, Next};
pub(in crate::transport::http) use writer::Writer;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;

use super::EventId;
use crate::handler::Kept;

/// Events of one stream that are kept for a client that comes back, beside
/// open questions and the answer.
const MOST: usize = 64;

/// Bytes of them.
const MOST_BYTES: usize = 128 << 10;

/// What was sent on one stream, as far as it is kept.
///
/// The oldest events go first; open questions, and the answer, never. Nor does
/// what a connection that is there has not taken yet: where that is as much as
/// is kept at all, the rest of it waits in the call's queue, which has bounds
/// of its own, until the connection has taken some, or has ended.
pub(super) struct EventLog {
    stream: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    last: u64,
    ended: bool,
    /// Which follower counts: the one that came last (2025-11-25,
    /// basic/transports, "Multiple Connections").
    turn: u64,
    /// The first event that it has not taken; `None` without a connection.
    position: Option<u64>,
    follower: Option<Waker>,
    /// Where the writer waits for room.
    writer: Option<Waker>,
    hang_up: Option<Duration>,
}

struct Event {
    number: u64,
    text: Bytes,
    kept: Kept,
}

impl EventLog {
    pub(super) fn new(stream: u64) -> Arc<Self> {
        Arc::new(Self { stream, state: Mutex::default() })
    }

    /// A connection for what comes after an event; the one there was ends.
    pub(super) fn follow(self: &Arc<Self>, after: u64) -> Follower {
        let next = after.saturating_add(1);
        let mut state = self.state();
        state.turn += 1;
        state.position = Some(next);
        state.hang_up = None;
        let (turn, woken) = (state.turn, [state.follower.take(), state.writer.take()]);
        drop(state);
        woken.into_iter().flatten().for_each(Waker::wake);
        Follower::new(Arc::clone(self), turn, next)
    }

    pub(super) fn bytes(&self) -> usize {
        self.state().events.iter().map(|event| event.text.len()).sum()
    }

    fn id(&self, number: u64) -> EventId {
        EventId { stream: self.stream, number }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether the connection, where there is one, has taken so much that more
    /// can be written.
    fn has_room(&self) -> bool {
        self.position.is_none_or(|position| {
            let unread = self.events.iter().rev().take_while(|event| event.number >= position);
            !is_over(unread, MOST - 1, MOST_BYTES - 1)
        })
    }

    /// Forgets the oldest events where there are too many, but never the newest.
    fn trim(&mut self) {
        let first_kept = self.position.map_or(self.last, |position| position.min(self.last));
        let is_loose = |event: &Event| event.kept.is_loose();
        while is_over(self.events.iter().filter(|event| is_loose(event)), MOST, MOST_BYTES) {
            let oldest = self.events.iter().position(is_loose);
            let Some(at) = oldest.filter(|at| self.events[*at].number < first_kept) else { return };
            self.events.remove(at);
        }
    }
}

/// Whether there are more events, or bytes of them.
fn is_over<'a>(events: impl Iterator<Item = &'a Event>, most: usize, bytes: usize) -> bool {
    let total = events.fold((0, 0), |(count, sum), event| (count + 1, sum + event.text.len()));
    total.0 > most || total.1 > bytes
}
