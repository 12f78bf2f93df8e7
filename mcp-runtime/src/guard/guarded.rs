use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, ready};

use bytes::Bytes;

use super::ask::Asking;
use super::concurrency::Queued;
use super::heartbeat::Heartbeat;
use super::held::Held;
use super::observe::Observer;
use super::replay::{Kept, Look};
use super::timeout::Deadline;
use super::{Reply, Stack, Target, output, panic};
use crate::error::{CallError, code};
use crate::handler::{CheckFuture, Context, GuardCall, HandlerFuture, Prepared, ToolOutput};
use crate::limit::Standing;
use crate::usage::Recorder;

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
    stage: Stage,
    /// Validated and not yet begun.
    handler: Option<HandlerFuture>,
    held: Held,
    deadline: Deadline,
    heartbeat: Heartbeat,
    /// Until the call's record is written.
    observer: Option<Observer>,
    /// It had to wait before its handler began.
    waited: bool,
}

/// The guard that a call stands at.
enum Stage {
    Entering,
    Checking(CheckFuture),
    Replaying,
    Following(Following),
    Booking,
    Queueing,
    Queued(usize, Queued),
    Running(HandlerFuture),
    Over,
}

/// What another call with the same key comes to; `None` where it was given up.
type Following = Pin<Box<dyn Future<Output = Option<Kept>> + Send>>;

/// Whether a call goes on, or already has its result.
enum Next {
    Stage(Stage),
    Reply(Arc<ToolOutput>),
}

impl Guarded {
    /// A call that has passed no guard yet.
    pub(crate) fn new(
        target: Arc<dyn Target>,
        stack: Arc<Stack>,
        arguments: Option<Bytes>,
        ctx: Context,
        recorder: &Arc<Recorder>,
    ) -> Self {
        let observer = Observer::new(recorder, &ctx);
        let deadline = Deadline::new(stack.settings.timeout, stack.repeatable);
        Self {
            ctx,
            target,
            stack,
            arguments,
            stage: Stage::Entering,
            handler: None,
            held: Held::default(),
            deadline,
            heartbeat: Heartbeat::default(),
            observer,
            waited: false,
        }
    }

    pub(crate) fn context(&self) -> &Context {
        &self.ctx
    }

    /// Where the caller stands with its limits, once the call was counted.
    pub(crate) fn standing(&self) -> Option<Standing> {
        self.held.standing
    }

    fn advance(&mut self, task: &mut Task<'_>) -> Poll<Result<Reply, CallError>> {
        loop {
            let next = match &mut self.stage {
                Stage::Entering => self.enter(),
                Stage::Checking(check) => {
                    let polled = panic::isolate(&self.ctx, || check.as_mut().poll(task));
                    match polled {
                        Ok(Poll::Pending) => return self.wait(task),
                        Ok(Poll::Ready(allowed)) => allowed.map(|()| Next::Stage(Stage::Replaying)),
                        Err(panicked) => Err(panicked),
                    }
                }
                Stage::Replaying => self.look(),
                Stage::Following(following) => match following.as_mut().poll(task) {
                    Poll::Pending => return self.wait(task),
                    Poll::Ready(Some(kept)) => kept.into_result().map(Next::Reply),
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
                    Poll::Ready(permit) => permit.map(|permit| {
                        self.held.permits[*index] = Some(permit);
                        Next::Stage(Stage::Queueing)
                    }),
                },
                Stage::Running(handler) => {
                    let outcome = match panic::isolate(&self.ctx, || handler.as_mut().poll(task)) {
                        Ok(Poll::Pending) => {
                            self.heartbeat.poll(&self.ctx, task);
                            Err(ready!(self.deadline.poll(&self.ctx, task)))
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

    /// Rate, then validation.
    fn enter(&mut self) -> Result<Next, CallError> {
        let asking = asking(&self.ctx, self.arguments.as_ref())?;
        if let Some(rate) = &self.stack.rate {
            self.held.standing = match rate.admit(&asking) {
                Ok(standing) => standing,
                Err(refused) => {
                    self.held.standing = Some(refused.standing);
                    return Err(refused.error);
                }
            };
        }
        let prepare = || self.target.prepare(asking.arguments, self.ctx.clone());
        let Prepared(prepared) = panic::isolate(&self.ctx, prepare)?;
        self.handler = Some(prepared?);
        let checks = self.stack.checks;
        if checks.is_empty() {
            return Ok(Next::Stage(Stage::Replaying));
        }
        let call = GuardCall::new(self.ctx.clone(), self.arguments.clone());
        Ok(Next::Stage(Stage::Checking(Box::pin(async move {
            for check in checks {
                check(call.clone()).await?;
            }
            Ok(())
        }))))
    }

    /// Idempotency and cache: whether another call has, or gets, the result.
    fn look(&mut self) -> Result<Next, CallError> {
        let Stack { idempotency, cache, .. } = &*self.stack;
        if idempotency.is_none() && cache.is_none() {
            return Ok(Next::Stage(Stage::Booking));
        }
        let asking = asking(&self.ctx, self.arguments.as_ref())?;
        let mut ticket = None;
        if let Some(idempotency) = idempotency {
            ticket = idempotency.ticket(&asking)?;
        }
        let ticket = ticket.or_else(|| cache.as_ref().map(|cache| cache.ticket(&asking)));
        let Some(ticket) = ticket else { return Ok(Next::Stage(Stage::Booking)) };
        Ok(match ticket.look(asking.now())? {
            Look::Hit(kept) => Next::Reply(kept.into_result()?),
            Look::Follow(mut receiver) => Next::Stage(Stage::Following(Box::pin(async move {
                receiver.wait_for(Option::is_some).await.ok().and_then(|kept| kept.clone())
            }))),
            Look::Lead(lead) => {
                self.held.lead = Some((ticket, lead));
                Next::Stage(Stage::Booking)
            }
        })
    }

    /// Budget, then breaker.
    fn book(&mut self) -> Result<Next, CallError> {
        let environment = self.ctx.environment();
        if let Some(budget) = &self.stack.budget {
            let asking = asking(&self.ctx, self.arguments.as_ref())?;
            self.held.reservation = Some(budget.reserve(&asking, environment)?);
        }
        if let Some(breaker) = &self.stack.breaker {
            self.held.watched = Some(breaker.admit(environment)?);
        }
        Ok(Next::Stage(Stage::Queueing))
    }

    /// Concurrency, then the handler.
    fn queue(&mut self) -> Result<Next, CallError> {
        let clock = &self.ctx.environment().clock;
        let slots = self.stack.concurrency.iter().zip(&mut self.held.permits);
        for (index, (guard, permit)) in slots.enumerate() {
            let (Some(guard), None) = (guard, &permit) else { continue };
            match guard.try_enter() {
                Some(entered) => *permit = Some(entered),
                None => return Ok(Next::Stage(Stage::Queued(index, guard.enqueue(clock)?))),
            }
        }
        self.begin()
    }

    fn begin(&mut self) -> Result<Next, CallError> {
        if self.waited {
            // The time to run is not spent with waiting for a turn.
            let timeout = self.stack.settings.timeout;
            self.ctx.postpone(timeout);
            self.deadline = Deadline::new(timeout, self.stack.repeatable);
        }
        if let Some(reservation) = &mut self.held.reservation {
            reservation.begin(&self.ctx);
        }
        if let Some(observer) = &mut self.observer {
            observer.begin(&self.ctx, self.stack.price());
        }
        if self.stack.concurrency.iter().any(Option::is_some) {
            self.held.began = Some(self.ctx.environment().clock.now());
            // A thread that blocks goes on after the call was given up, and
            // with it its share of what may run at once.
            self.ctx.lease(Some(Arc::new(std::mem::take(&mut self.held.permits))));
        }
        let handler = self.handler.take();
        handler
            .map(|handler| Next::Stage(Stage::Running(handler)))
            .ok_or_else(|| CallError::internal("a call began twice"))
    }

    /// A guard that waits does so within the call's deadline.
    fn wait(&mut self, task: &mut Task<'_>) -> Poll<Result<Reply, CallError>> {
        self.waited = true;
        self.heartbeat.poll(&self.ctx, task);
        self.deadline.poll(&self.ctx, task).map(Err)
    }

    /// Tells the guards how the handler ended.
    fn settle(&mut self, outcome: Result<ToolOutput, CallError>) -> Result<Reply, CallError> {
        let outcome =
            outcome.and_then(|output| output::cap(output, self.stack.settings.max_output));
        if let Some(watched) = self.held.watched.take() {
            watched.ended(outcome.as_ref().err());
        }
        if let Some(began) = self.held.began {
            let took = self.ctx.environment().clock.now().saturating_duration_since(began);
            self.stack.concurrency.iter().flatten().for_each(|guard| guard.took(took));
        }
        let Some((ticket, lead)) = self.held.lead.take() else { return outcome.map(Reply::Own) };
        let now = self.ctx.environment().ticks();
        match outcome {
            Ok(output) => {
                let output = Arc::new(output);
                ticket.ended(lead, Kept::Output(Arc::clone(&output)), now);
                Ok(Reply::Shared(output))
            }
            Err(error) => {
                ticket.ended(lead, Kept::error(&error), now);
                Err(error)
            }
        }
    }

    /// Drops the handler, tells whatever it started that the call is over, and
    /// gives back what the call was given.
    fn stop(&mut self) {
        self.ctx.cancellation().fire();
        if let Some(observer) = self.observer.take() {
            observer.end(&self.ctx, code::CANCELLED, false);
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

fn asking<'a>(ctx: &'a Context, arguments: Option<&'a Bytes>) -> Result<Asking<'a>, CallError> {
    let arguments = arguments.map(|bytes| std::str::from_utf8(bytes));
    let arguments = arguments.transpose().map_err(CallError::internal)?;
    Ok(Asking { ctx, arguments })
}

impl Future for Guarded {
    type Output = Result<Reply, CallError>;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let outcome = ready!(this.advance(task));
        if let Some(observer) = this.observer.take() {
            // Shared before its own handler began: it was another call's.
            let cached = this.handler.is_some() && matches!(outcome, Ok(Reply::Shared(_)));
            let code = outcome.as_ref().map_or_else(CallError::code, |_| "OK");
            observer.end(&this.ctx, code, cached);
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
