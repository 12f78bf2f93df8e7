use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll, ready};
use std::time::Duration;

use crate::clock::Sleep;
use crate::error::{CallError, Ending, code};
use crate::handler::Context;
use crate::usage::Kind;

/// The deadline of one call.
///
/// The timer is armed only once the handler has to wait: a call that finishes
/// in its first poll never touches it.
pub(super) struct Deadline {
    after: Duration,
    /// Whether repeating the call is safe although its outcome is unknown.
    repeatable: bool,
    timer: Option<Sleep>,
}

impl Deadline {
    pub(super) fn new(after: Duration, repeatable: bool) -> Self {
        Self { after, repeatable, timer: None }
    }

    /// Ready with TIMEOUT once the deadline has passed. `running` says whether
    /// the handler had begun.
    pub(super) fn poll(
        &mut self,
        ctx: &Context,
        running: bool,
        task: &mut Task<'_>,
    ) -> Poll<CallError> {
        // The time that its client takes is not the call's; whoever ends the
        // pause wakes the call.
        while !ctx.is_paused() {
            let clock = &ctx.environment().clock;
            let timer = self.timer.get_or_insert_with(|| clock.sleep_until(ctx.deadline()));
            ready!(Pin::new(timer).poll(task));
            if clock.now() >= ctx.deadline() {
                return Poll::Ready(self.error(ctx.kind(), running));
            }
            // It was set before a pause.
            self.timer = None;
        }
        Poll::Pending
    }

    fn error(&self, kind: Kind, running: bool) -> CallError {
        let what = if running {
            format!("the {kind} did not finish")
        } else {
            "the call did not get its turn".to_owned()
        };
        let message = format!("{what} within its deadline of {}", super::human(self.after));
        let error = CallError::new(code::TIMEOUT, message).ended(Ending::TimedOut);
        if self.repeatable || !running {
            return error
                .retryable()
                .action("Repeat the call, or ask for less at once. If it times out again, stop.");
        }
        error.action(
            "The call may have taken effect. Check the outcome with a read-only tool before \
             calling it again.",
        )
    }
}
