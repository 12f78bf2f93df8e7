use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll, Waker};

use futures_util::stream::{SelectAll, Stream, StreamExt as _};

use crate::dispatch::{EXPIRED, Listening, SessionListener, Told, cancelled};
use crate::protocol::{Id, IdBuf};

/// What one connection listens to.
#[derive(Default)]
pub(super) struct Listeners {
    streams: SelectAll<Open>,
    /// Those that have not ended, by the keys of their ids.
    open: HashMap<Box<str>, Open>,
    /// For the session of an older revision.
    session: Option<SessionListener>,
    /// Whether the session has its turn before the rest.
    session_first: bool,
}

/// A subscription, which can be ended while it is waited for.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// `None` once it has ended.
    listening: Option<Box<Listening>>,
    reader: Option<Waker>,
}

enum Heard {
    Message(Vec<u8>),
    /// It may not go on.
    Expired(IdBuf),
}

impl Open {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self) -> Option<Box<Listening>> {
        let mut state = self.state();
        let (listening, reader) = (state.listening.take(), state.reader.take());
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        listening
    }
}

impl Stream for Open {
    type Item = Heard;

    fn poll_next(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Heard>> {
        let mut state = self.state();
        let Some(listening) = &mut state.listening else { return Poll::Ready(None) };
        let Poll::Ready(told) = listening.poll_next(task) else {
            state.reader = Some(task.waker().clone());
            return Poll::Pending;
        };
        Poll::Ready(match told {
            Told::Message(message) => Some(Heard::Message(message)),
            Told::Expired => {
                state.listening.take().map(|listening| Heard::Expired(listening.id().clone()))
            }
        })
    }
}

impl Listeners {
    pub(super) fn is_empty(&self) -> bool {
        self.streams.is_empty() && self.session.is_none()
    }

    pub(super) fn contains(&self, id: Id<'_>) -> bool {
        self.open.contains_key(&*id.key())
    }

    pub(super) fn add(&mut self, listening: Box<Listening>) {
        let key = listening.id().as_id().key().into();
        let state = State { listening: Some(listening), reader: None };
        let open = Open(Arc::new(Mutex::new(state)));
        self.open.insert(key, open.clone());
        self.streams.push(open);
    }

    /// Ends the subscription of this id, of which nothing is said any more.
    pub(super) fn cancel(&mut self, id: Id<'_>) -> bool {
        self.open.remove(&*id.key()).is_some_and(|open| open.end().is_some())
    }

    pub(super) fn session(&mut self) -> &mut Option<SessionListener> {
        &mut self.session
    }

    /// The next message. Only to be asked for while the client reads: what it
    /// has not heard is kept where it is bounded.
    pub(super) async fn next(&mut self) -> Vec<u8> {
        poll_fn(|task| {
            self.session_first = !self.session_first;
            let first = if self.session_first { self.of_session(task) } else { None };
            let next = first.or_else(|| self.of_streams(task));
            next.or_else(|| self.of_session(task)).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }

    fn of_session(&self, task: &mut Task<'_>) -> Option<Vec<u8>> {
        match self.session.as_ref()?.poll_next(task) {
            Poll::Ready(message) => Some(message),
            Poll::Pending => None,
        }
    }

    fn of_streams(&mut self, task: &mut Task<'_>) -> Option<Vec<u8>> {
        match self.streams.poll_next_unpin(task) {
            Poll::Ready(Some(Heard::Message(message))) => Some(message),
            Poll::Ready(Some(Heard::Expired(id))) => {
                let id = id.as_id();
                self.open.remove(&*id.key());
                Some(cancelled(id, EXPIRED))
            }
            Poll::Ready(None) | Poll::Pending => None,
        }
    }

    /// Ends all of them; returns what is said of it.
    pub(super) fn close(&mut self) -> Vec<Vec<u8>> {
        self.session = None;
        self.streams = SelectAll::new();
        let all = std::mem::take(&mut self.open);
        let ended = all.into_values().filter_map(|open| open.end());
        ended.flat_map(|mut listening| listening.closed()).collect()
    }
}
