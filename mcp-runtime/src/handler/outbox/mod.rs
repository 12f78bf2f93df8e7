mod entries;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

use entries::Entries;
pub(crate) use entries::Entry;

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

/// Messages on their way to a client, of one call or of several.
#[derive(Default)]
pub(crate) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    entries: Entries,
    reader: Option<Waker>,
}

impl Queue {
    /// Adds an entry, unless its call is over. That is asked under the lock,
    /// so that nothing can slip in behind a call's answer.
    pub(crate) fn push(&self, entry: Entry, is_over: impl FnOnce() -> bool) {
        let mut state = self.state();
        if is_over() {
            return;
        }
        state.entries.push(entry);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// The next message, or a wake-up when there is one.
    pub(crate) fn poll_pop(&self, cx: &mut Context<'_>) -> Poll<Bytes> {
        let mut state = self.state();
        if let Some(entry) = state.entries.pop() {
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
        self.state().entries.pop().map(|entry| entry.message)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.state().entries.is_empty()
    }

    /// Takes out what one call still wanted to say.
    pub(crate) fn take_all(&self, call: u64) -> Vec<Bytes> {
        self.state().entries.take_all(call)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement, so poisoning carries no information.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
