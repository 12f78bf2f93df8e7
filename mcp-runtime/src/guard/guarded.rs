use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, ready};

use bytes::Bytes;

use super::timeout::Deadline;
use super::{Target, panic};
use crate::error::CallError;
use crate::handler::{Context, HandlerFuture, Prepared, ToolOutput};

/// A call inside its guards. Polling it lets the call pass them one after
/// the other and runs the handler; dropping it stops the call.
///
/// It owns all it needs, so that a guard may wait before the arguments are
/// looked at.
pub(crate) struct Guarded {
    ctx: Context,
    target: Arc<dyn Target>,
    stage: Stage,
    deadline: Deadline,
}

enum Stage {
    /// Before validation; the arguments are a slice of the message.
    Entering(Option<Bytes>),
    Running(HandlerFuture),
    Over,
}

impl Guarded {
    /// A call that has passed no guard yet. `arguments` is the text of a JSON
    /// object.
    pub(crate) fn new(target: Arc<dyn Target>, arguments: Option<Bytes>, ctx: Context) -> Self {
        let deadline = Deadline::new(target.timeout(), target.repeatable());
        Self { ctx, target, stage: Stage::Entering(arguments), deadline }
    }

    pub(crate) fn context(&self) -> &Context {
        &self.ctx
    }

    /// Lets the call pass what stands before the handler.
    fn enter(&self, arguments: Option<&Bytes>) -> Result<HandlerFuture, CallError> {
        let arguments = arguments
            .map(|bytes| std::str::from_utf8(bytes))
            .transpose()
            .map_err(CallError::internal)?;
        let prepare = || self.target.prepare(arguments, self.ctx.clone());
        let Prepared(prepared) = panic::isolate(&self.ctx, prepare)?;
        prepared
    }

    fn advance(&mut self, task: &mut Task<'_>) -> Poll<Result<ToolOutput, CallError>> {
        if let Stage::Entering(arguments) = &mut self.stage {
            let arguments = arguments.take();
            match self.enter(arguments.as_ref()) {
                Ok(handler) => self.stage = Stage::Running(handler),
                Err(refused) => return Poll::Ready(Err(refused)),
            }
        }
        let Stage::Running(handler) = &mut self.stage else {
            return Poll::Ready(Err(CallError::internal("the call was polled after it ended")));
        };
        match panic::isolate(&self.ctx, || handler.as_mut().poll(task)) {
            Ok(Poll::Ready(outcome)) => Poll::Ready(outcome),
            Ok(Poll::Pending) => self.deadline.poll(&self.ctx, task).map(Err),
            Err(panicked) => Poll::Ready(Err(panicked)),
        }
    }

    /// Drops the handler and tells whatever it started that the call is over.
    fn stop(&mut self) {
        self.ctx.cancellation().fire();
        if let Stage::Running(handler) = std::mem::replace(&mut self.stage, Stage::Over) {
            // A destructor of the user's may panic too.
            let _ = panic::isolate(&self.ctx, || drop(handler));
        }
    }
}

impl Future for Guarded {
    type Output = Result<ToolOutput, CallError>;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let outcome = ready!(this.advance(task));
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
