mod asked;
mod departing;
mod passing;
mod stage;

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, ready};

use bytes::Bytes;
use stage::{Next, Stage};

use super::heartbeat::Heartbeat;
use super::held::Held;
use super::observe::Account;
use super::timeout::Deadline;
use super::{Reply, Stack, Target, Tasking, panic};
use crate::auth::Denied;
use crate::error::{CallError, code};
use crate::handler::{Context, HandlerFuture};
use crate::usage::Recorder;
use crate::usage::tally::Refuser;

/// A call inside its guards. Polling it lets the call pass them one after
/// the other and runs the handler; dropping it stops the call.
///
/// It owns all it needs, so that it can wait at any guard.
pub(crate) struct Guarded {
    ctx: Context,
    target: Arc<dyn Target>,
    stack: Arc<Stack>,
    /// The text of a JSON object, a slice of the message.
    arguments: Option<Bytes>,
    tasking: Tasking,
    stage: Stage,
    /// Validated and not yet begun.
    handler: Option<HandlerFuture>,
    held: Held,
    deadline: Deadline,
    heartbeat: Heartbeat,
    /// Until the call is over.
    account: Option<Account>,
    /// It had to wait before its handler began.
    waited: bool,
    /// It got what another call came to.
    replayed: bool,
    /// Its rate refused it.
    limited: bool,
    /// Its caller may not make it.
    denied: Option<Denied>,
    /// What its record says where it ends without an outcome of its own.
    dropped_as: Cell<&'static str>,
}

impl Guarded {
    /// A call that has passed no guard yet.
    pub(crate) fn new(
        target: Arc<dyn Target>,
        stack: Arc<Stack>,
        arguments: Option<Bytes>,
        tasking: Tasking,
        ctx: Context,
        recorder: &Arc<Recorder>,
    ) -> Self {
        let account = Some(Account::new(recorder, &stack, &ctx));
        let deadline = Deadline::new(stack.settings.timeout, stack.repeatable);
        Self {
            ctx,
            target,
            stack,
            arguments,
            tasking,
            stage: Stage::Entering,
            handler: None,
            held: Held::default(),
            deadline,
            heartbeat: Heartbeat::default(),
            account,
            waited: false,
            replayed: false,
            limited: false,
            denied: None,
            dropped_as: Cell::new(code::CANCELLED),
        }
    }

    /// Nobody is told of it: it is no call, but passes the guards of one.
    pub(crate) fn unrecorded(mut self) -> Self {
        self.account = None;
        self
    }

    fn advance(&mut self, task: &mut Task<'_>) -> Poll<Result<Reply, CallError>> {
        loop {
            let next = match &mut self.stage {
                Stage::Entering => self.enter(),
                Stage::Checking(check) => {
                    let polled = panic::isolate(&self.ctx, || check.as_mut().poll(task));
                    match polled {
                        Ok(Poll::Pending) => return self.wait(task),
                        Ok(Poll::Ready(Ok(()))) => Ok(Next::Stage(Stage::Replaying)),
                        Ok(Poll::Ready(Err(refused))) => self.refuse(Refuser::Check, refused),
                        Err(panicked) => Err(panicked),
                    }
                }
                Stage::Replaying => self.look(),
                Stage::Following(following) => match following.poll(task) {
                    Poll::Pending => return self.wait(task),
                    Poll::Ready(Some(kept)) => {
                        self.replayed = true;
                        kept.into_result().map(Next::Reply)
                    }
                    Poll::Ready(None) => Ok(Next::Stage(Stage::Replaying)),
                },
                Stage::Booking => self.book(),
                Stage::Queueing => self.queue(),
                Stage::Queued(index, queued) => match queued.as_mut().poll(task) {
                    Poll::Pending => {
                        self.waited = true;
                        self.heartbeat.poll(&self.ctx, task);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(permit)) => {
                        self.held.permits[*index] = Some(permit);
                        Ok(Next::Stage(Stage::Queueing))
                    }
                    Poll::Ready(Err(refused)) => self.refuse(Refuser::Concurrency, refused),
                },
                Stage::Running(handler) => {
                    let outcome = match panic::isolate(&self.ctx, || handler.as_mut().poll(task)) {
                        Ok(Poll::Pending) => {
                            if let Some(questions) = self.ctx.questions(task) {
                                return Poll::Ready(Ok(self.ask(questions)));
                            }
                            self.asks_for_itself();
                            self.heartbeat.poll(&self.ctx, task);
                            Err(ready!(self.deadline.poll(&self.ctx, true, task)))
                        }
                        Ok(Poll::Ready(outcome)) => outcome,
                        Err(panicked) => Err(panicked),
                    };
                    return Poll::Ready(self.settle(outcome));
                }
                Stage::Over => Err(CallError::internal("the call was polled after it ended")),
            };
            match next {
                Ok(Next::Stage(stage)) => self.stage = stage,
                Ok(Next::Reply(output)) => return Poll::Ready(Ok(Reply::Shared(output))),
                Err(refused) => return Poll::Ready(Err(refused)),
            }
        }
    }

    /// Notes whose decision an error is.
    fn refuse<T>(&mut self, by: Refuser, error: CallError) -> Result<T, CallError> {
        if let Some(account) = &mut self.account {
            account.refused(by);
        }
        Err(error)
    }

    /// Its answer goes out, of so many bytes.
    pub(crate) fn answered(&self, bytes: usize) {
        self.stack.tally.answered(bytes);
    }

    /// A guard that waits does so within the call's deadline. The call becomes
    /// a task there, unless it is given another one.
    fn wait(&mut self, task: &mut Task<'_>) -> Poll<Result<Reply, CallError>> {
        if self.joined().is_none() {
            self.reserve()?;
        }
        self.waited = true;
        self.heartbeat.poll(&self.ctx, task);
        self.deadline.poll(&self.ctx, false, task).map(Err)
    }

    /// Drops the handler, tells whatever it started that the call is over, and
    /// gives back what the call was given.
    fn stop(&mut self) {
        self.ctx.cancellation().fire();
        if let Some(account) = self.account.take() {
            account.end(&self.ctx, &self.stack, self.dropped_as.get(), false);
        }
        let stage = std::mem::replace(&mut self.stage, Stage::Over);
        let handler = self.handler.take();
        // A destructor of the user's may panic too.
        let _ = panic::isolate(&self.ctx, || drop((stage, handler)));
        self.ctx.lease(None);
        let held = std::mem::take(&mut self.held);
        self.held.standing = held.standing;
    }
}

impl Future for Guarded {
    type Output = Result<Reply, CallError>;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let outcome = ready!(this.advance(task));
        if let Some(account) = this.account.take() {
            let code = outcome.as_ref().map_or_else(CallError::code, |reply| reply.outcome());
            account.end(&this.ctx, &this.stack, code, this.replayed);
        }
        this.stop();
        Poll::Ready(outcome)
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        if !matches!(self.stage, Stage::Over) {
            self.stop();
        }
    }
}
