//! The two ends of a handler: how it is run and what becomes of its value.

use std::sync::Arc;

use super::{
    Context, IntoMethodOutput, IntoPromptOutput, IntoResourceOutput, IntoToolOutput, Output,
};
use crate::error::{CallError, Ending, code};

/// Runs a function that is not async where it may block, and waits for it.
///
/// # Errors
/// OVERLOADED where too many threads are already blocked.
pub async fn blocking<T, F>(ctx: &Context, function: F) -> Result<T, CallError>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let Ok(permit) = Arc::clone(ctx.blocking_permits()).try_acquire_owned() else {
        return Err(CallError::new(code::OVERLOADED, "too many blocking calls are running")
            .retry_after(std::time::Duration::from_secs(1))
            .action("Wait for retryAfter seconds, then repeat the call.")
            .ended(Ending::NotStarted));
    };
    let lease = ctx.leased();
    // What runs now is the parent of what the function starts.
    #[cfg(feature = "otlp")]
    let outer = ctx.span().map(|_| opentelemetry::Context::current());
    let task = tokio::task::spawn_blocking(move || {
        #[cfg(feature = "otlp")]
        let _entered = outer.map(opentelemetry::Context::attach);
        // Held by the thread, not by the waiting call: a call that timed out
        // gives the thread back only when the function returns.
        let _permits = (permit, lease);
        function()
    });
    match task.await {
        Ok(value) => Ok(value),
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(cancelled) => Err(CallError::internal(cancelled)),
        },
    }
}

/// Turns a handler's return value into the tool's output.
///
/// # Errors
/// What the handler returned as its error.
pub fn reply<R: IntoToolOutput>(value: R) -> Result<Output, CallError> {
    value.into_tool_output().map(Output::Tool)
}

/// [`reply`] for a prompt.
///
/// # Errors
/// What the handler returned as its error.
pub fn reply_prompt<R: IntoPromptOutput>(value: R) -> Result<Output, CallError> {
    value.into_prompt_output().map(Output::Prompt)
}

/// [`reply`] for a resource.
///
/// # Errors
/// What the handler returned as its error.
pub fn reply_resource<R: IntoResourceOutput>(value: R) -> Result<Output, CallError> {
    value.into_resource_output().map(Output::Resource)
}

/// [`reply`] for a method of one's own.
///
/// # Errors
/// What the handler returned as its error.
pub fn reply_method<R: IntoMethodOutput>(value: R) -> Result<Output, CallError> {
    value.into_method_output().map(Output::Method)
}
