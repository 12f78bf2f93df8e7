use std::sync::Arc;

use serde_json::json;

use crate::error::{CallError, code};
use crate::handler::Context;
use crate::protocol::TASKS;
use crate::task::{Full, Room, Tasks};

/// Whether a call may go on after its request was answered.
pub(crate) enum Tasking {
    No,
    /// As one of these.
    In(Arc<Tasks>),
    /// It would have to, and its client cannot follow it.
    Unfit,
}

impl Tasking {
    /// Whether its client can follow what it would have to be.
    pub(super) fn fits(&self) -> Result<(), CallError> {
        match self {
            Self::No | Self::In(_) => Ok(()),
            Self::Unfit => {
                Err(CallError::missing_capability(json!({ "extensions": { TASKS: {} } })))
            }
        }
    }

    /// Room for it, taken before its function begins: a call that has begun
    /// cannot be refused any more.
    pub(super) fn room(&self, ctx: &Context) -> Result<Option<Box<Room>>, CallError> {
        match self {
            Self::No | Self::Unfit => Ok(None),
            Self::In(tasks) => {
                let bytes = ctx.message_bytes();
                let room = tasks.reserve(&ctx.caller(), bytes);
                room.map(|room| Some(Box::new(room))).map_err(|full| refusal(full, bytes, tasks))
            }
        }
    }
}

fn refusal(full: Full, bytes: usize, tasks: &Tasks) -> CallError {
    let own = |what: String| {
        CallError::new(code::RATE_LIMITED, what).retry_after(tasks.settings.poll).action(
            "Fetch the results of tasks that have ended with tasks/get, or cancel one with \
             tasks/cancel; then repeat the call.",
        )
    };
    match full {
        Full::Tasks(most) => {
            own(format!("this caller has {most} tasks, which are all it may have"))
        }
        Full::Bytes(most) => {
            own(format!("this caller's tasks may hold {most} bytes, and this one does not fit in"))
        }
        Full::All => CallError::new(code::OVERLOADED, "the server keeps as many tasks as it can")
            .retry_after(std::time::Duration::from_secs(10))
            .action("Wait retryAfter seconds, then repeat the call."),
        Full::Ever(most) => CallError::new(
            code::INVALID_INPUT,
            format!("the message has {bytes} bytes, more than the limit of {most} for a task"),
        )
        .action("Send less: shorter arguments, or a part at a time.")
        .detail("bytes", bytes)
        .detail("limit", most),
    }
}
