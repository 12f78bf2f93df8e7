use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::log::EventLog;
use super::{EventId, Follower, Writer};
use crate::clock::Clock;
use crate::transport::http::token::Nonce;

/// How long a stream is kept once its call has ended.
const KEPT: Duration = Duration::from_mins(5);

/// Streams of calls that have ended, and the bytes of them.
const MOST: usize = 1_024;
const MOST_BYTES: usize = 16 << 20;

/// The streams that clients may come back to, of this process alone. Those of
/// calls that run are as bounded as the calls are.
pub(in crate::transport::http) struct Resumable {
    clock: Clock,
    state: Mutex<State>,
}

/// The session, and the number of the call.
type Key = (Nonce, u64);

#[derive(Default)]
struct State {
    logs: HashMap<Key, Arc<EventLog>>,
    /// Those that have ended, oldest first, with their bytes.
    ended: VecDeque<(Instant, Key, usize)>,
    bytes: usize,
}

impl Resumable {
    pub(in crate::transport::http) fn new(clock: Clock) -> Self {
        Self { clock, state: Mutex::default() }
    }

    /// A new stream, and its first connection.
    pub(in crate::transport::http) fn open(
        self: &Arc<Self>,
        session: Nonce,
        call: u64,
    ) -> (Writer, Follower) {
        let log = EventLog::new(call);
        let follower = log.follow(0);
        self.state().logs.insert((session, call), Arc::clone(&log));
        (Writer::new(log, session, Arc::clone(self)), follower)
    }

    /// A further connection for what comes after an event, where the stream is
    /// kept and of this session.
    pub(in crate::transport::http) fn follow(
        &self,
        session: Nonce,
        after: EventId,
    ) -> Option<Follower> {
        let mut state = self.state();
        state.expire(self.clock.now());
        let log = state.logs.get(&(session, after.stream)).cloned();
        drop(state);
        log.map(|log| log.follow(after.number))
    }

    /// Forgets the streams of a session that was ended.
    pub(in crate::transport::http) fn end(&self, session: Nonce) {
        self.state().logs.retain(|(of, _), _| *of != session);
    }

    pub(super) fn ended(&self, key: Key) {
        let now = self.clock.now();
        let mut state = self.state();
        state.expire(now);
        let Some(bytes) = state.logs.get(&key).map(|log| log.bytes()) else { return };
        state.bytes += bytes;
        state.ended.push_back((now, key, bytes));
        while state.ended.len() > MOST || state.bytes > MOST_BYTES {
            state.forget_oldest();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn expire(&mut self, now: Instant) {
        let is_old = |since: Instant| now.saturating_duration_since(since) >= KEPT;
        while self.ended.front().is_some_and(|(since, ..)| is_old(*since)) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        if let Some((_, key, bytes)) = self.ended.pop_front() {
            self.logs.remove(&key);
            self.bytes -= bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    const SESSION: Nonce = [3; 16];

    fn is_kept(store: &Resumable, stream: u64) -> bool {
        store.follow(SESSION, EventId { stream, number: 0 }).is_some()
    }

    #[test]
    fn streams_are_kept_for_a_while_after_their_calls() {
        let clock = ManualClock::new();
        let store = Arc::new(Resumable::new(clock.clone().into()));
        let running = store.open(SESSION, 1);
        drop(store.open(SESSION, 2));
        clock.advance(KEPT / 2);
        assert!(is_kept(&store, 2));
        clock.advance(KEPT / 2);
        assert!(!is_kept(&store, 2));
        assert!(is_kept(&store, 1), "it goes on");
        store.end(SESSION);
        assert!(!is_kept(&store, 1));
        drop(running);
        assert!(store.state().ended.is_empty());
    }

    #[test]
    fn the_oldest_make_room_in_number_and_bytes() {
        let store = Arc::new(Resumable::new(ManualClock::new().into()));
        for call in 0..=MOST as u64 {
            drop(store.open(SESSION, call));
        }
        assert!(!is_kept(&store, 0) && is_kept(&store, 1));
        for call in 10_000..10_010 {
            let (writer, _) = store.open(SESSION, call);
            writer.answer(&vec![b'x'; MOST_BYTES / 4]);
        }
        assert!(!is_kept(&store, 1) && !is_kept(&store, 10_006) && is_kept(&store, 10_007));
        let (writer, _) = store.open(SESSION, 20_000);
        writer.answer(&vec![b'x'; MOST_BYTES]);
        drop(writer);
        assert!(store.state().logs.is_empty() && store.state().bytes == 0);
    }
}
