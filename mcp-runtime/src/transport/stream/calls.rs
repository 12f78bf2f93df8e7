use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use bytes::Bytes;
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use super::super::cancel::{CancelHandle, Cancellable};
use super::batches::To;
use crate::dispatch::Running;
use crate::handler::{Context, Queue};
use crate::protocol::Id;

/// The calls of one connection that did not finish at once.
#[derive(Default)]
pub(super) struct Calls {
    /// Progress and log messages of all calls, in their order.
    pub(super) queue: Arc<Queue>,
    running: FuturesUnordered<Cancellable<InFlight>>,
    cancels: HashMap<Box<str>, Cancel>,
}

struct InFlight {
    running: Box<Running>,
    to: To,
}

struct Cancel {
    ctx: Context,
    handle: CancelHandle,
    to: To,
}

/// What comes next from the calls.
pub(super) enum Next {
    /// A message to send before any answer.
    Message(Bytes),
    Answer(To, Finished),
    /// A call ended without an answer: it was cancelled.
    Nothing,
}

/// A call that has ended by itself.
pub(super) struct Finished {
    /// Its number in the queue.
    pub(super) call: u64,
    pub(super) body: Vec<u8>,
}

impl Future for InFlight {
    type Output = (Box<str>, To, Finished);

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let Self { running, to } = self.get_mut();
        Pin::new(&mut **running).poll(task).map(|answer| {
            let finished = Finished { call: running.context().call(), body: answer.body };
            (running.id().as_id().key().into(), *to, finished)
        })
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

    pub(super) fn add(&mut self, running: Box<Running>, to: To) {
        let key = running.id().as_id().key().into();
        let ctx = running.context().clone();
        let (call, handle) = Cancellable::new(InFlight { running, to });
        self.cancels.insert(key, Cancel { ctx, handle, to });
        self.running.push(call);
    }

    /// Stops the call of this id; it will give no answer. Returns where that
    /// answer would have gone.
    pub(super) fn cancel(&mut self, id: Id<'_>) -> Option<To> {
        let Cancel { ctx, handle, to } = self.cancels.remove(&*id.key())?;
        // Nothing may be sent for a cancelled request any more, also by what
        // it started.
        ctx.cancellation().fire();
        self.queue.silence(ctx.call());
        handle.cancel();
        Some(to)
    }

    /// Waits for what a call has to send: its answer, or, while the client
    /// reads (`heard`), a message before it. Messages that nobody reads stay
    /// in the bounded queue.
    pub(super) async fn next(&mut self, heard: bool) -> Next {
        poll_fn(|task| {
            // The calls first: messages must not keep them from their deadlines.
            if let Poll::Ready(finished) = self.running.poll_next_unpin(task) {
                return Poll::Ready(match finished {
                    Some(Some((key, to, finished))) => {
                        self.cancels.remove(&key);
                        Next::Answer(to, finished)
                    }
                    Some(None) | None => Next::Nothing,
                });
            }
            if !heard {
                return Poll::Pending;
            }
            self.queue.poll_pop(task).map(|said| Next::Message(said.message))
        })
        .await
    }

    /// Ends all calls with the answer that the server is stopping.
    pub(super) fn shut_down(&mut self) -> Vec<(To, Vec<u8>)> {
        self.cancels.clear();
        std::mem::take(&mut self.running)
            .iter()
            .filter(|call| !call.is_cancelled())
            .map(|call| (call.get().to, call.get().running.shut_down().body))
            .collect()
    }
}
