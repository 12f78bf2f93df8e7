use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::CallError;
use crate::handler::Context;

/// Runs user code so that a panic is one failed call.
///
/// The cause goes to the log (and, with the location, to the panic hook); the
/// caller sees INTERNAL and the request id.
pub(crate) fn isolate<T>(ctx: &Context, code: impl FnOnce() -> T) -> Result<T, CallError> {
    // Whatever the code had borrowed is dropped with the call, so nobody sees
    // a half-made change through it.
    catch_unwind(AssertUnwindSafe(code)).map_err(|panic| {
        let cause = message(&*panic);
        tracing::error!(request_id = %ctx.request_id(), name = ctx.name(), cause, "a {} panicked", ctx.kind());
        // The payload's own destructor is user code as well.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(panic)));
        CallError::internal(format!("panic: {cause}"))
    })
}

fn message(panic: &(dyn Any + Send)) -> String {
    if let Some(text) = panic.downcast_ref::<&str>() {
        return (*text).to_owned();
    }
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "unknown".to_owned())
}
