use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use super::token::Nonce;
use crate::transport::Stop;
use crate::transport::cancel::CancelHandle;

/// The running calls of legacy sessions, for `notifications/cancelled`.
/// Holds only calls in flight, so it is as bounded as they are.
pub(crate) struct SessionCalls {
    running: Mutex<HashMap<Key, (u64, CancelHandle)>>,
    /// Calls whose clients have left, and how many there may be.
    detached: AtomicUsize,
    room: usize,
    /// Told when one of them is over.
    done: Notify,
    pub(super) stop: Stop,
}

/// Ids are small and collide between clients; only with the session they
/// name a call.
pub(super) type Key = (Nonce, Box<str>);

/// Keeps a call in the list for as long as it lives.
pub(super) struct Registered {
    pub(super) calls: Arc<SessionCalls>,
    pub(super) key: Key,
    /// Tells the call from another one for which a client used the same id.
    number: u64,
}

/// Counts a call as one whose client has left.
pub(super) struct Detached(Arc<SessionCalls>);

impl SessionCalls {
    pub(super) fn new(detached: usize, stop: Stop) -> Self {
        let (running, done) = (Mutex::default(), Notify::default());
        Self { running, detached: AtomicUsize::new(0), room: detached, done, stop }
    }

    /// Counts a call whose client has left; `None` where there are too many.
    pub(super) fn detach(self: &Arc<Self>) -> Option<Detached> {
        let more = |calls: usize| (calls < self.room).then_some(calls + 1);
        self.detached.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).ok()?;
        Some(Detached(Arc::clone(self)))
    }

    /// Waits until no call is left whose client has left. Meanwhile, further
    /// ones may become such calls.
    pub(crate) async fn finish(&self) {
        loop {
            let done = self.done.notified();
            if self.detached.load(Ordering::Acquire) == 0 {
                return;
            }
            done.await;
        }
    }

    pub(super) fn register(
        self: &Arc<Self>,
        key: Key,
        number: u64,
        handle: CancelHandle,
    ) -> Registered {
        self.lock().insert(key.clone(), (number, handle));
        Registered { calls: Arc::clone(self), key, number }
    }

    pub(super) fn contains(&self, nonce: Nonce, id: &str) -> bool {
        self.lock().contains_key(&(nonce, id.into()))
    }

    pub(super) fn cancel(&self, nonce: Nonce, id: &str) {
        if let Some((_, handle)) = self.lock().remove(&(nonce, id.into())) {
            handle.cancel();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, (u64, CancelHandle)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Detached {
    fn drop(&mut self) {
        self.0.detached.fetch_sub(1, Ordering::AcqRel);
        self.0.done.notify_waiters();
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        let mut calls = self.calls.lock();
        if calls.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
            calls.remove(&self.key);
        }
    }
}
