//! What sessions of the older revisions listen to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll};

use super::token::Nonce;
use crate::dispatch::{App, SessionListener};
use crate::handler::{Caller, Visitor};
use crate::notify::Full;

/// The listeners of sessions, of this process alone.
///
/// A session is a token and nothing is kept of it; only what it subscribed to
/// has to be. A listener outlives the streams of its session, so that nothing
/// is lost between two of them. Where there is no place for another one, the
/// one goes that has been without a stream for longest: of the caller, where
/// it is the caller's places that are used up.
#[derive(Default)]
pub(super) struct Subscribers(Mutex<Sessions>);

#[derive(Default)]
struct Sessions {
    known: HashMap<Nonce, Entry>,
    /// Counts comings and goings, in place of the time.
    turn: u64,
}

struct Entry {
    listener: Arc<SessionListener>,
    streams: usize,
    /// When it was last asked for.
    turn: u64,
}

/// One stream of a session. Of several, the one that is asked last hears of a
/// change, since no message may go out on two of them (2025-11-25,
/// basic/transports, "Multiple Connections").
pub(super) struct SessionStream {
    subscribers: Arc<Subscribers>,
    session: Nonce,
    listener: Arc<SessionListener>,
}

impl Subscribers {
    /// The listener of a session, which may be a new one.
    pub(super) fn of(
        &self,
        session: Nonce,
        app: &Arc<App>,
        visitor: &Visitor,
    ) -> Result<Arc<SessionListener>, Full> {
        self.enter(session, app, visitor, 0)
    }

    /// A stream for what a session's listener has to say.
    pub(super) fn stream(
        self: &Arc<Self>,
        session: Nonce,
        app: &Arc<App>,
        visitor: &Visitor,
    ) -> Result<SessionStream, Full> {
        let listener = self.enter(session, app, visitor, 1)?;
        Ok(SessionStream { subscribers: Arc::clone(self), session, listener })
    }

    /// Forgets a session that was ended.
    pub(super) fn end(&self, session: Nonce) {
        let ended = self.lock().known.remove(&session);
        drop(ended);
    }

    fn enter(
        &self,
        session: Nonce,
        app: &Arc<App>,
        visitor: &Visitor,
        streams: usize,
    ) -> Result<Arc<SessionListener>, Full> {
        let mut sessions = self.lock();
        sessions.turn += 1;
        let turn = sessions.turn;
        if let Some(entry) = sessions.known.get_mut(&session) {
            entry.streams += streams;
            entry.turn = turn;
            entry.listener.renew(visitor);
            return Ok(Arc::clone(&entry.listener));
        }
        let listener = SessionListener::open(app, visitor).or_else(|full| {
            let caller = matches!(full, Full::Each(_)).then(|| visitor.caller());
            let idle = sessions.idle(caller.as_ref()).ok_or(full)?;
            sessions.known.remove(&idle);
            SessionListener::open(app, visitor)
        })?;
        let listener = Arc::new(listener);
        sessions.known.insert(session, Entry { listener: Arc::clone(&listener), streams, turn });
        Ok(listener)
    }

    fn lock(&self) -> MutexGuard<'_, Sessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions {
    /// The session that has been without a stream for longest.
    fn idle(&self, caller: Option<&Caller>) -> Option<Nonce> {
        let idle = self.known.iter().filter(|(_, entry)| {
            entry.streams == 0 && caller.is_none_or(|caller| entry.listener.caller() == caller)
        });
        idle.min_by_key(|(_, entry)| entry.turn).map(|(session, _)| *session)
    }
}

impl SessionStream {
    pub(super) fn poll_next(&self, task: &mut Task<'_>) -> Poll<Vec<u8>> {
        self.listener.poll_next(task)
    }
}

impl Drop for SessionStream {
    fn drop(&mut self) {
        let mut sessions = self.subscribers.lock();
        sessions.turn += 1;
        let turn = sessions.turn;
        if let Some(entry) = sessions.known.get_mut(&self.session)
            && Arc::ptr_eq(&entry.listener, &self.listener)
        {
            entry.streams -= 1;
            entry.turn = turn;
        }
    }
}
