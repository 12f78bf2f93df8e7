//! What stands between a request and a tool's code.
//!
//! The order is fixed, outermost first: observe, drain, panic, authenticate,
//! scopes, size, rate, validate, cache, budget, breaker, concurrency, timeout,
//! handler, output cap. Each guard has a file here; [`Guarded`] is the one
//! place that knows the order. So far: panic, validate, timeout.

mod panic;
mod timeout;

pub(crate) use panic::isolate;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use serde_json::value::RawValue;

use crate::error::CallError;
use crate::handler::{Context, HandlerFuture, Prepared, Tool, ToolOutput};
use timeout::Deadline;

/// A call inside its guards. Polling it runs the handler; dropping it stops
/// the call.
pub(crate) struct Guarded {
    ctx: Context,
    handler: Option<HandlerFuture>,
    deadline: Deadline,
}

impl Guarded {
    /// Runs the guards that decide at once.
    pub(crate) fn enter(
        tool: &Tool,
        arguments: Option<&RawValue>,
        ctx: Context,
    ) -> Result<Self, CallError> {
        // Decoding runs the user's code (`Deserialize`, default expressions).
        let Prepared(prepared) = panic::isolate(&ctx, || tool.prepare(arguments, ctx.clone()))?;
        let deadline = Deadline::new(tool.timeout, tool.def.annotations.repeatable());
        Ok(Self { handler: Some(prepared?), deadline, ctx })
    }

    pub(crate) fn context(&self) -> &Context {
        &self.ctx
    }
}

impl Future for Guarded {
    type Output = Result<ToolOutput, CallError>;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let Some(handler) = &mut this.handler else {
            return Poll::Ready(Err(CallError::internal("the call was polled after it ended")));
        };
        let outcome = match panic::isolate(&this.ctx, || handler.as_mut().poll(task)) {
            Ok(Poll::Ready(outcome)) => outcome,
            Ok(Poll::Pending) => match this.deadline.poll(&this.ctx, task) {
                Poll::Ready(timed_out) => Err(timed_out),
                Poll::Pending => return Poll::Pending,
            },
            Err(panicked) => Err(panicked),
        };
        this.stop();
        Poll::Ready(outcome)
    }
}

impl Guarded {
    /// Drops the handler and tells whatever it started that the call is over.
    fn stop(&mut self) {
        self.ctx.cancellation().fire();
        if let Some(handler) = self.handler.take() {
            // A destructor of the user's may panic too.
            let _ = panic::isolate(&self.ctx, || drop(handler));
        }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        if self.handler.is_some() {
            self.stop();
        }
    }
}
