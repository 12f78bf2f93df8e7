//! A call that goes on elsewhere than its request.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use super::{Guarded, Stage, Tasking};
use crate::error::code;
use crate::guard::held::Held;
use crate::guard::timeout::Deadline;
use crate::task::{Room, Task};

impl Guarded {
    /// The room that it was given to go on as a task.
    pub(crate) fn take_room(&mut self) -> Option<Box<Room>> {
        self.held.room.take()
    }

    /// It goes on as this task, which is also that of whoever repeats the call
    /// meanwhile.
    pub(crate) fn goes_on_as(&self, task: &Arc<Task>) {
        if let Some((ticket, lead)) = &self.held.lead
            && !ticket.is_shared()
        {
            lead.goes_on_as(task);
        }
    }

    /// The task of the call that this one repeats, which is over with that.
    pub(crate) fn join(&mut self) -> Option<Arc<Task>> {
        let Stage::Following(following) = &self.stage else { return None };
        let task = following.task().filter(|task| !task.is_over())?;
        if let Some(account) = self.account.take() {
            account.end(&self.ctx, &self.stack, "OK", true);
        }
        self.stop();
        Some(task)
    }

    /// How long its handler may run.
    pub(crate) fn timeout(&self) -> Duration {
        self.stack.settings.timeout
    }

    /// Takes the call out of its place, in which one stays that is over.
    pub(crate) fn depart(&mut self) -> Self {
        let left = Self {
            ctx: self.ctx.clone(),
            target: Arc::clone(&self.target),
            stack: Arc::clone(&self.stack),
            arguments: None,
            tasking: Tasking::No,
            stage: Stage::Over,
            handler: None,
            held: Held { standing: self.held.standing, ..Held::default() },
            deadline: Deadline::new(self.timeout(), false),
            heartbeat: super::Heartbeat::default(),
            account: None,
            waited: false,
            replayed: false,
            limited: false,
            denied: None,
            dropped_as: Cell::new(code::CANCELLED),
        };
        std::mem::replace(self, left)
    }

    /// Whether nothing of it runs, or will.
    #[cfg(feature = "otlp")]
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }
}
