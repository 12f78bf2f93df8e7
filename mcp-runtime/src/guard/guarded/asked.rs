//! What is asked of a call from outside: how it stands, and why it ended.

use super::{Guarded, Stage};
use crate::auth::Denied;
use crate::error::{CallError, code};
use crate::handler::Context;
use crate::limit::Standing;

impl Guarded {
    pub(crate) fn context(&self) -> &Context {
        &self.ctx
    }

    /// Whether it was refused for its rate, and clients are to throw then.
    pub(crate) fn throws_rate_limit(&self) -> bool {
        self.limited && self.stack.rate_limit_status == 429
    }

    /// Why it was refused, where its caller may not make it.
    pub(crate) fn denied(&self) -> Option<&Denied> {
        self.denied.as_ref()
    }

    /// Why it ends, where the server stops before it does.
    pub(crate) fn shutting_down(&self) -> CallError {
        self.dropped_as.set(code::SHUTTING_DOWN);
        let error = CallError::new(code::SHUTTING_DOWN, "the server is stopping");
        if matches!(self.stage, Stage::Running(_)) && !self.stack.repeatable {
            return error.action(
                "The call may have taken effect. Check the outcome with a read-only tool before \
                 calling it again; another instance or a restart will take the call.",
            );
        }
        error
            .retryable()
            .action("Repeat the call in a moment; another instance or a restart will take it.")
    }

    /// Whether it carries a key by which it may be repeated.
    pub(crate) fn has_key(&self) -> bool {
        self.stack.idempotency.is_some() && matches!(self.ctx.idempotency_key(), Ok(Some(_)))
    }

    /// Where the caller stands with its limits, once the call was counted.
    pub(crate) fn standing(&self) -> Option<Standing> {
        self.held.standing
    }

    /// What became of it, where it is dropped before it ended.
    #[cfg(feature = "otlp")]
    pub(crate) fn dropped_as(&self) -> &'static str {
        self.dropped_as.get()
    }
}
