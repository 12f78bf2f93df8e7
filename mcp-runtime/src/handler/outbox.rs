use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

/// Where a running call puts messages for its client.
///
/// Bounded: a reader that is slower than the handler loses intermediate
/// progress, never the latest, and surplus log messages, which are counted.
pub(crate) enum Outbox {
    /// The transport gives one answer and nothing else.
    Closed,
    /// A stream of the call's own (HTTP).
    Own(Queue),
    /// The stream all calls of a connection share (stdio).
    Shared(Arc<Queue>),
}

impl Outbox {
    pub(crate) fn queue(&self) -> Option<&Queue> {
        match self {
            Self::Closed => None,
            Self::Own(queue) => Some(queue),
            Self::Shared(queue) => Some(queue),
        }
    }
}

#[derive(Default)]
pub(crate) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    entries: VecDeque<Entry>,
    dropped: u64,
    reader: Option<Waker>,
}

pub(crate) struct Entry {
    /// The call it belongs to: nothing may follow a call's answer.
    pub(crate) call: u64,
    /// A newer entry of the same call makes this one superfluous.
    pub(crate) replaceable: bool,
    pub(crate) message: Bytes,
}

/// Messages one queue holds before it coalesces and drops.
const MOST: usize = 256;

impl Queue {
    /// Adds an entry, unless its call is over. That is asked under the lock,
    /// so that nothing can slip in behind a call's answer.
    pub(crate) fn push(&self, entry: Entry, is_over: impl FnOnce() -> bool) {
        let mut state = self.state();
        if is_over() {
            return;
        }
        if state.entries.len() >= MOST {
            let older = entry.replaceable.then(|| {
                state.entries.iter().rposition(|old| old.replaceable && old.call == entry.call)
            });
            if let Some(Some(at)) = older {
                state.entries.remove(at);
            } else {
                state.dropped += 1;
                if state.dropped.is_power_of_two() {
                    let dropped = state.dropped;
                    tracing::warn!(
                        dropped,
                        "the client reads too slowly; messages to it were dropped"
                    );
                }
                return;
            }
        }
        state.entries.push_back(entry);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// The next message, or a wake-up when there is one.
    pub(crate) fn poll_pop(&self, cx: &mut Context<'_>) -> Poll<Bytes> {
        let mut state = self.state();
        if let Some(entry) = state.entries.pop_front() {
            return Poll::Ready(entry.message);
        }
        match &mut state.reader {
            Some(reader) => reader.clone_from(cx.waker()),
            None => state.reader = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    /// The next message, if there is one now.
    pub(crate) fn pop(&self) -> Option<Bytes> {
        self.state().entries.pop_front().map(|entry| entry.message)
    }

    pub(crate) fn len(&self) -> usize {
        self.state().entries.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.state().entries.is_empty()
    }

    /// Forgets what a cancelled call still wanted to say.
    pub(crate) fn forget(&self, call: u64) {
        self.state().entries.retain(|entry| entry.call != call);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement, so poisoning carries no information.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(call: u64, replaceable: bool, text: &'static str) -> Entry {
        Entry { call, replaceable, message: Bytes::from_static(text.as_bytes()) }
    }

    #[test]
    fn a_full_queue_keeps_the_latest_progress_and_drops_surplus_logs() {
        let queue = Queue::default();
        for _ in 0..MOST - 1 {
            queue.push(entry(1, false, "log"), || false);
        }
        for text in ["10 %", "20 %", "30 %"] {
            queue.push(entry(1, true, text), || false);
        }
        queue.push(entry(1, false, "lost"), || false);
        let all: Vec<Bytes> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(all.len(), MOST);
        assert_eq!(all.last().map(|last| &last[..]), Some(&b"30 %"[..]));
    }
}
