//! A call that goes on elsewhere than its request.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use super::{Guarded, Stage, Tasking};
use crate::auth::Rule;
use crate::error::{CallError, code};
use crate::guard::held::Held;
use crate::guard::timeout::Deadline;
use crate::handler::Remote;
use crate::task::{Room, Task};
use crate::usage::tally::Refuser;

impl Guarded {
    /// Takes room to go on as a task, where it may.
    pub(super) fn reserve(&mut self) -> Result<(), CallError> {
        if self.held.room.is_some() {
            return Ok(());
        }
        match self.tasking.room(&self.ctx) {
            Ok(room) => self.held.room = room,
            Err(refused) => return self.refuse(Refuser::Tasks, refused),
        }
        Ok(())
    }

    /// The room that it was given to go on as a task. It needs none twice.
    pub(crate) fn take_room(&mut self) -> Option<Box<Room>> {
        let room = self.held.room.take()?;
        self.tasking = Tasking::No;
        Some(room)
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

    /// The task of the call that this one repeats, where its client is given
    /// that: where it is known to be its own. Callers without a principal may
    /// share an address, and the task's id is all that keeps it.
    pub(super) fn joined(&self) -> Option<Arc<Task>> {
        let (Tasking::In(_), Stage::Following(following)) = (&self.tasking, &self.stage) else {
            return None;
        };
        let visitor = self.ctx.visitor();
        if visitor.principal.is_none() && visitor.remote != Remote::Process {
            return None;
        }
        following.task().filter(|task| !task.is_over())
    }

    /// The same; this call is over with that.
    pub(crate) fn join(&mut self) -> Option<Arc<Task>> {
        let task = self.joined()?;
        if let Some(account) = self.account.take() {
            account.end(&self.ctx, &self.stack, "OK", true);
        }
        self.stop();
        Some(task)
    }

    /// Who may make it.
    pub(crate) fn access(&self) -> &Rule {
        &self.stack.settings.access
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
