use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::token::Nonce;
use crate::transport::Stop;
use crate::transport::cancel::CancelHandle;

/// The running calls of legacy sessions, for `notifications/cancelled`.
/// Holds only calls in flight, so it is as bounded as they are.
pub(crate) struct SessionCalls {
    running: Mutex<HashMap<Key, (u64, CancelHandle)>>,
    /// Room for calls whose clients have left.
    pub(super) detached: Arc<Semaphore>,
    room: u32,
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

impl SessionCalls {
    pub(super) fn new(detached: usize, stop: Stop) -> Self {
        let room = u32::try_from(detached).unwrap_or(u32::MAX);
        let detached = Arc::new(Semaphore::new(room as usize));
        Self { running: Mutex::default(), detached, room, stop }
    }

    /// Waits for the calls whose clients have left.
    pub(crate) async fn finish(&self) {
        let _ = self.detached.acquire_many(self.room).await;
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

impl Drop for Registered {
    fn drop(&mut self) {
        let mut calls = self.calls.lock();
        if calls.get(&self.key).is_some_and(|(number, _)| *number == self.number) {
            calls.remove(&self.key);
        }
    }
}
