use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as Task, Poll};

use super::reply::Era;
use tokio::sync::Semaphore;

use super::token::Nonce;
use crate::dispatch::{Answer, Running};
use crate::handler::{Context, Queue};
use crate::transport::Stop;
use crate::transport::cancel::{CancelHandle, Cancellable};

/// A call as one HTTP exchange sees it.
///
/// The eras differ in what a disconnect means. In 2026-07-28 it cancels:
/// dropping this drops the call. Before, it must not (2025-11-25,
/// basic/transports, "Sending Messages to the Server"): the call then goes on
/// without a listener, until its deadline, and only
/// `notifications/cancelled` ends it.
pub(super) struct HttpCall {
    ctx: Context,
    kind: Kind,
}

enum Kind {
    Modern(Box<Running>),
    Legacy(Legacy),
}

struct Legacy {
    call: Option<Cancellable<Box<Running>>>,
    registered: Option<Registered>,
}

impl HttpCall {
    pub(super) fn modern(running: Box<Running>) -> Self {
        Self { ctx: running.context().clone(), kind: Kind::Modern(running) }
    }

    pub(super) fn legacy(running: Box<Running>, nonce: Nonce, calls: &Arc<SessionCalls>) -> Self {
        let ctx = running.context().clone();
        let key = (nonce, running.id().as_id().key().into());
        let (call, handle) = Cancellable::new(running);
        let registered = calls.register(key, ctx.call(), handle);
        Self { ctx, kind: Kind::Legacy(Legacy { call: Some(call), registered: Some(registered) }) }
    }

    /// The answer; `None` where the client cancelled the request and wants none.
    pub(super) fn poll(&mut self, task: &mut Task<'_>) -> Poll<Option<Answer>> {
        match &mut self.kind {
            Kind::Modern(running) => Pin::new(&mut **running).poll(task).map(Some),
            Kind::Legacy(legacy) => {
                let Some(call) = &mut legacy.call else { return Poll::Pending };
                let Poll::Ready(answer) = Pin::new(call).poll(task) else { return Poll::Pending };
                legacy.call = None;
                Poll::Ready(answer)
            }
        }
    }

    /// The answer in place of the result when the server stops.
    pub(super) fn shut_down(&mut self) -> Option<Answer> {
        match &mut self.kind {
            Kind::Modern(running) => Some(running.shut_down()),
            // Taken, so that it does not go on without a listener.
            Kind::Legacy(legacy) => legacy.call.take().map(|call| call.get().shut_down()),
        }
    }

    /// Whose rules for status codes its answer follows.
    pub(super) fn era(&self) -> Era {
        match &self.kind {
            Kind::Modern(_) => Era::Modern,
            Kind::Legacy(_) => Era::Legacy,
        }
    }

    /// Messages the call sends before its answer, where it may send any.
    pub(super) fn queue(&self) -> Option<&Queue> {
        self.ctx.outbox().queue()
    }
}

impl Drop for Legacy {
    fn drop(&mut self) {
        if let Some(call) = self.call.take()
            && !call.is_cancelled()
            && let Some(registered) = self.registered.take()
        {
            detach(call, registered);
        }
    }
}

/// Lets a call go on without a listener: until its deadline, or the server's
/// end. It stays registered, because clients drop the connection first and
/// cancel the request after that. A client that calls and leaves must not
/// gather calls without end, so beyond the bound the call is cancelled.
fn detach(call: Cancellable<Box<Running>>, registered: Registered) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let calls = &registered.calls;
    let Ok(permit) = Arc::clone(&calls.detached).try_acquire_owned() else {
        tracing::warn!("cancelled a call whose client left: too many go on already");
        return;
    };
    let mut stop = calls.stop.clone();
    let mut call = call;
    runtime.spawn(async move {
        tokio::select! {
            _ = &mut call => {}
            () = stop.ended() => {
                // Nobody hears the answer; it is recorded as what it is.
                call.get().shut_down();
            }
        }
        drop((registered, permit));
    });
}

/// The running calls of legacy sessions, for `notifications/cancelled`.
/// Holds only calls in flight, so it is as bounded as they are.
pub(super) struct SessionCalls {
    running: Mutex<HashMap<Key, (u64, CancelHandle)>>,
    /// Room for calls whose clients have left.
    detached: Arc<Semaphore>,
    room: u32,
    stop: Stop,
}

/// Ids are small and collide between clients; only with the session they
/// name a call.
type Key = (Nonce, Box<str>);

/// Keeps a call in the list for as long as it lives.
struct Registered {
    calls: Arc<SessionCalls>,
    key: Key,
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
    pub(super) async fn finish(&self) {
        let _ = self.detached.acquire_many(self.room).await;
    }

    fn register(self: &Arc<Self>, key: Key, number: u64, handle: CancelHandle) -> Registered {
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
