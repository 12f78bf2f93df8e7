use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use super::reply::Era;
use super::resume::{Follower, Resumable, Writer};
use super::session_calls::{Detached, Registered, SessionCalls};
use super::token::Nonce;
use crate::dispatch::{Answer, Running};
use crate::handler::{Context, Outgoing, Queue};
use crate::protocol::ProtocolVersion;
use crate::transport::Stop;
use crate::transport::cancel::Cancellable;

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
    /// Once it is a stream that the client may come back to.
    writer: Option<Writer>,
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
        let legacy = Legacy { call: Some(call), registered: Some(registered), writer: None };
        Self { ctx, kind: Kind::Legacy(legacy) }
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

    /// Begins to write down what it says, for a client that comes back; only
    /// the older era has that.
    pub(super) fn record(&mut self, streams: &Arc<Resumable>) -> Option<Follower> {
        let Kind::Legacy(legacy) = &mut self.kind else { return None };
        let (session, _) = legacy.registered.as_ref()?.key;
        let (writer, follower) = streams.open(session, self.ctx.call());
        legacy.writer = Some(writer);
        Some(follower)
    }

    /// Whether its stream begins with an event without data, which clients of
    /// earlier revisions do not expect.
    pub(super) fn is_primed(&self) -> bool {
        self.ctx.protocol_version() >= ProtocolVersion::V2025_11_25
    }

    pub(super) fn write(&self, said: Outgoing) {
        if let Some(writer) = self.writer() {
            writer.append(said);
        }
    }

    /// Writes down what it says next, where there is room for it.
    pub(super) fn write_next(&self, task: &mut Task<'_>) {
        if let Some((writer, queue)) = self.writer().zip(self.queue()) {
            writer.write_next(queue, task);
        }
    }

    /// Writes down what it still said, and its answer where it has one.
    pub(super) fn finish(&self, answer: Option<&Answer>) {
        if let Some(writer) = self.writer() {
            finish(writer, self.queue(), answer);
        }
    }

    /// Lets it go on without a connection; `false` where there is no room.
    pub(super) fn let_go(&mut self) -> bool {
        let Kind::Legacy(legacy) = &mut self.kind else { return false };
        let Some(calls) = legacy.registered.as_ref().map(|registered| &registered.calls) else {
            return true;
        };
        let Some(detached) = calls.detach() else { return false };
        legacy.go_on(detached);
        true
    }

    fn writer(&self) -> Option<&Writer> {
        if let Kind::Legacy(legacy) = &self.kind { legacy.writer.as_ref() } else { None }
    }
}

impl Drop for Legacy {
    fn drop(&mut self) {
        if self.call.as_ref().is_none_or(Cancellable::is_cancelled) {
            return;
        }
        let Some(calls) = self.registered.as_ref().map(|registered| &registered.calls) else {
            return;
        };
        // A client that calls and leaves must not gather calls without end.
        match calls.detach() {
            Some(detached) => self.go_on(detached),
            None => {
                tracing::warn!("cancelled a call whose client left: too many go on already");
            }
        }
    }
}

impl Legacy {
    /// Goes on without a connection: until its deadline, or the server's end.
    /// It stays registered, because clients drop the connection first and
    /// cancel the request after that.
    fn go_on(&mut self, counted: Detached) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (Some(call), Some(registered)) = (self.call.take(), self.registered.take()) else {
            return;
        };
        let writer = self.writer.take();
        if writer.is_none()
            && let Some(queue) = call.get().context().outbox().queue()
        {
            // There is no stream that its client could come back to.
            queue.close();
        }
        runtime.spawn(async move {
            detached(call, writer, registered.calls.stop.clone()).await;
            drop((registered, counted));
        });
    }
}

/// Polls a call, and writes down what it says where its client may come back.
async fn detached(mut call: Cancellable<Box<Running>>, writer: Option<Writer>, mut stop: Stop) {
    let ctx = call.get().context().clone();
    let heard = writer.as_ref().zip(ctx.outbox().queue());
    let mut ended = std::pin::pin!(stop.ended());
    let answer = std::future::poll_fn(|task| {
        if let Poll::Ready(answer) = Pin::new(&mut call).poll(task) {
            return Poll::Ready(answer);
        }
        if let Some((writer, queue)) = heard
            && writer.write_next(queue, task)
        {
            // One message a turn: whoever follows reads meanwhile.
            task.waker().wake_by_ref();
        }
        ended.as_mut().poll(task).map(|()| Some(call.get().shut_down()))
    });
    let answer = answer.await;
    if let Some(writer) = &writer {
        finish(writer, ctx.outbox().queue(), answer.as_ref());
    }
}

/// What the queue still has moves to the log, which grows by it at most.
fn finish(writer: &Writer, queue: Option<&Queue>, answer: Option<&Answer>) {
    while let Some(said) = queue.and_then(Queue::pop) {
        writer.append(said);
    }
    if let Some(answer) = answer {
        writer.answer(&answer.body);
    }
}
