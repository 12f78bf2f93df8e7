mod entries;
mod outgoing;
mod questions;
mod saying;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;

use entries::Entries;
pub(crate) use entries::Entry;
pub(crate) use outgoing::{Kept, Outgoing};
use questions::Unsent;
pub(crate) use saying::Saying;

use super::cancellation::Cancellation;

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
    /// A task, of which its latest progress is told to whoever asks.
    Task(Saying),
}

impl Outbox {
    pub(crate) fn queue(&self) -> Option<&Queue> {
        match self {
            Self::Closed | Self::Task(_) => None,
            Self::Own(queue) => Some(queue),
            Self::Shared(queue) => Some(queue),
        }
    }

    /// Where a task says how far it is.
    pub(crate) fn saying(&self) -> Option<&Saying> {
        if let Self::Task(saying) = self { Some(saying) } else { None }
    }
}

/// Messages on their way to a client, of one call or of several.
#[derive(Default)]
pub(crate) struct Queue {
    state: Mutex<State>,
    closed: Cancellation,
}

#[derive(Default)]
struct State {
    entries: Entries,
    questions: Unsent,
    reader: Option<Waker>,
    /// The connection is to end before the call does.
    hang_up: Option<Duration>,
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
        wake(state);
    }

    /// Adds what must not be lost: a question, or, without an id, that one is
    /// taken back.
    pub(crate) fn ask(&self, call: u64, id: Box<str>, message: Outgoing) {
        let mut state = self.state();
        state.questions.push(call, id, message);
        wake(state);
    }

    /// Takes a question back that was not sent yet; `false` where it was.
    pub(crate) fn withdraw(&self, id: &str) -> bool {
        self.state().questions.withdraw(id)
    }

    /// Asks for the end of the connection that the messages go out on; the
    /// client may come back after this time.
    pub(crate) fn hang_up(&self, retry: Duration) {
        let mut state = self.state();
        state.hang_up = Some(retry);
        wake(state);
    }

    #[cfg(feature = "http")]
    pub(crate) fn hangs_up(&self) -> bool {
        self.state().hang_up.is_some()
    }

    #[cfg(feature = "http")]
    pub(crate) fn take_hang_up(&self) -> Option<Duration> {
        self.state().hang_up.take()
    }

    /// Nobody will ever read it again.
    #[cfg(feature = "http")]
    pub(crate) fn close(&self) {
        self.closed.fire();
    }

    /// Completes when nobody will ever read it again.
    pub(super) async fn closed(&self) {
        self.closed.fired().await;
    }

    /// The next message, or a wake-up when there is one.
    pub(crate) fn poll_pop(&self, cx: &mut Context<'_>) -> Poll<Outgoing> {
        let mut state = self.state();
        if let Some(message) = state.pop() {
            return Poll::Ready(message);
        }
        match &mut state.reader {
            Some(reader) => reader.clone_from(cx.waker()),
            None => state.reader = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    /// The next message, if there is one now.
    pub(crate) fn pop(&self) -> Option<Outgoing> {
        self.state().pop()
    }

    pub(crate) fn is_empty(&self) -> bool {
        let state = self.state();
        state.entries.is_empty() && state.questions.is_empty()
    }

    /// Takes out what one call still wanted to say.
    pub(crate) fn take_all(&self, call: u64) -> Vec<Bytes> {
        let mut state = self.state();
        let mut all = state.questions.take_all(call);
        all.extend(state.entries.take_all(call));
        all
    }

    /// Forgets what one call still wanted to say, but for its questions,
    /// which it takes back itself.
    pub(crate) fn silence(&self, call: u64) {
        self.state().entries.take_all(call);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement, so poisoning carries no information.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn pop(&mut self) -> Option<Outgoing> {
        let said = |entry: Entry| Outgoing { message: entry.message, kept: Kept::Loosely };
        self.questions.pop().or_else(|| self.entries.pop().map(said))
    }
}

fn wake(mut state: MutexGuard<'_, State>) {
    let reader = state.reader.take();
    drop(state);
    if let Some(reader) = reader {
        reader.wake();
    }
}
