use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use bytes::Bytes;
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use super::super::cancel::{CancelHandle, Cancellable};
use crate::dispatch::{Batch, Running};
use crate::handler::{Context, Queue};
use crate::protocol::Id;

/// The calls of one connection that did not finish at once.
#[derive(Default)]
pub(super) struct Calls {
    /// Progress and log messages of all calls, in their order.
    pub(super) queue: Arc<Queue>,
    running: FuturesUnordered<Cancellable<InFlight>>,
    cancels: HashMap<Box<str>, (Context, CancelHandle)>,
}

enum InFlight {
    One(Box<Running>),
    Batch(Batch),
}

/// What comes next from the calls.
pub(super) enum Next {
    /// A message to send before any answer.
    Message(Bytes),
    Answer(Vec<u8>),
    /// A call ended without an answer: it was cancelled.
    Nothing,
}

struct Finished {
    key: Option<Box<str>>,
    body: Vec<u8>,
}

impl Future for InFlight {
    type Output = Finished;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Finished> {
        match self.get_mut() {
            Self::One(running) => Pin::new(&mut **running).poll(task).map(|answer| Finished {
                key: Some(running.id().as_id().key().into()),
                body: answer.body,
            }),
            Self::Batch(batch) => {
                Pin::new(batch).poll(task).map(|body| Finished { key: None, body })
            }
        }
    }
}

impl Calls {
    pub(super) fn len(&self) -> usize {
        self.running.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.running.is_empty()
    }

    pub(super) fn contains(&self, id: Id<'_>) -> bool {
        self.cancels.contains_key(&*id.key())
    }

    pub(super) fn add(&mut self, running: Box<Running>) {
        let key = running.id().as_id().key().into();
        let ctx = running.context().clone();
        let (call, handle) = Cancellable::new(InFlight::One(running));
        self.cancels.insert(key, (ctx, handle));
        self.running.push(call);
    }

    pub(super) fn add_batch(&mut self, batch: Batch) {
        self.running.push(Cancellable::new(InFlight::Batch(batch)).0);
    }

    /// Stops the call of this id; it will give no answer. Returns whether
    /// there was one.
    pub(super) fn cancel(&mut self, id: Id<'_>) -> bool {
        let Some((ctx, handle)) = self.cancels.remove(&*id.key()) else { return false };
        // Nothing may be sent for a cancelled request any more, also by what
        // it started.
        ctx.cancellation().fire();
        self.queue.forget(ctx.call());
        handle.cancel();
        true
    }

    /// Waits for what a call has to send: its answer, or, while the client
    /// reads (`heard`), a message before it. Messages that nobody reads stay
    /// in the bounded queue.
    pub(super) async fn next(&mut self, heard: bool) -> Next {
        poll_fn(|task| {
            // The calls first: messages must not keep them from their deadlines.
            if let Poll::Ready(finished) = self.running.poll_next_unpin(task) {
                return Poll::Ready(match finished {
                    Some(Some(Finished { key, body })) => {
                        if let Some(key) = key {
                            self.cancels.remove(&key);
                        }
                        Next::Answer(body)
                    }
                    Some(None) | None => Next::Nothing,
                });
            }
            if !heard {
                return Poll::Pending;
            }
            self.queue.poll_pop(task).map(Next::Message)
        })
        .await
    }

    /// Ends all calls with the answer that the server is stopping.
    pub(super) fn shut_down(&mut self) -> Vec<Vec<u8>> {
        self.cancels.clear();
        std::mem::take(&mut self.running)
            .iter()
            .filter(|call| !call.is_cancelled())
            .map(|call| match call.get() {
                InFlight::One(running) => running.shut_down().body,
                InFlight::Batch(batch) => batch.shut_down(),
            })
            .collect()
    }
}
