use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Context as Waiting;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::task::AtomicWaker;
use serde_json::{Map, Value};

use super::Room;
use super::room::{Most, Over};
use crate::auth::Rule;
use crate::clock::{Clock, Timestamp};
use crate::handler::{Caller, Context, HandlerId};

/// A call that goes on, or went on, after its request was answered.
pub(crate) struct Task {
    pub(crate) id: Arc<str>,
    /// The principal's id; empty where it belongs to whoever knows its own.
    pub(super) owner: Box<str>,
    pub(super) caller: Caller,
    /// The tool's index.
    pub(crate) tool: HandlerId,
    /// Who might use the tool when it was called.
    pub(crate) access: Rule,
    pub(crate) created: Timestamp,
    pub(crate) ttl: Duration,
    pub(super) expires: Instant,
    clock: Clock,
    state: Mutex<State>,
    /// Whoever runs it, while it waits.
    runner: AtomicWaker,
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Its id is a key.
        f.debug_struct("Task").field("tool", &self.tool).finish_non_exhaustive()
    }
}

struct State {
    phase: Phase,
    message: Option<Box<str>>,
    updated: Timestamp,
    room: Box<Room>,
}

enum Phase {
    Going(Context),
    Over(End),
}

/// What a task came to: the JSON text of what its request would have been
/// answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// A result, also of a tool that failed.
    Completed(Bytes),
    /// A JSON-RPC error.
    Failed(Bytes),
    Cancelled,
}

impl End {
    /// How much of it is kept.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Completed(json) | Self::Failed(json) => json.len(),
            Self::Cancelled => 0,
        }
    }
}

/// How a task stands.
pub(crate) struct Snapshot {
    pub(crate) status: Status,
    pub(crate) message: Option<Box<str>>,
    pub(crate) updated: Timestamp,
}

pub(crate) enum Status {
    Working,
    /// With its questions.
    InputRequired(Map<String, Value>),
    Over(End),
}

impl Task {
    pub(super) fn new(
        id: Arc<str>,
        (tool, access): (HandlerId, Rule),
        ctx: Context,
        (ttl, expires): (Duration, Instant),
        room: Box<Room>,
    ) -> Self {
        let clock = ctx.environment().clock.clone();
        let created = Timestamp::from(clock.wall());
        Self {
            id,
            owner: ctx.visitor().owner().into(),
            caller: room.place.key().clone(),
            tool,
            access,
            created,
            ttl,
            expires,
            clock,
            state: Mutex::new(State {
                phase: Phase::Going(ctx),
                message: None,
                updated: created,
                room,
            }),
            runner: AtomicWaker::new(),
        }
    }

    /// How it stands now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let state = self.state();
        let status = match &state.phase {
            Phase::Going(ctx) => match ctx.open_questions() {
                Some(questions) => Status::InputRequired(questions),
                None => Status::Working,
            },
            Phase::Over(end) => Status::Over(end.clone()),
        };
        Snapshot { status, message: state.message.clone(), updated: state.updated }
    }

    /// It says how far it is.
    pub(crate) fn say(&self, message: Box<str>) {
        let mut state = self.state();
        if let Phase::Going(_) = state.phase {
            state.message = Some(message);
            state.updated = self.clock.wall().into();
        }
    }

    /// It asks something else than before.
    pub(crate) fn touch(&self) {
        self.state().updated = self.clock.wall().into();
    }

    /// Hands answers on; whether any of them was asked for.
    pub(crate) fn answered(&self, responses: Map<String, Value>) -> bool {
        let ctx = match &self.state().phase {
            Phase::Going(ctx) => ctx.clone(),
            Phase::Over(_) => return false,
        };
        ctx.answered(responses)
    }

    /// Ends it, unless it is over. Whoever runs it drops it then.
    pub(crate) fn end(&self, end: End, message: Option<&str>) -> bool {
        let mut state = self.state();
        if let Phase::Over(_) = state.phase {
            return false;
        }
        state.room.fill(end.bytes());
        // What it said last says nothing of how it ended.
        state.message = message.map(Into::into);
        state.updated = self.clock.wall().into();
        let before = std::mem::replace(&mut state.phase, Phase::Over(end));
        drop(state);
        drop(before);
        self.runner.wake();
        true
    }

    /// Takes room for what it came to, where there is any.
    pub(super) fn resize(&self, bytes: usize, most: Most) -> Result<(), Over> {
        let mut state = self.state();
        match state.phase {
            Phase::Going(_) => state.room.resize(bytes, most),
            Phase::Over(_) => Ok(()),
        }
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.state().phase, Phase::Over(_))
    }

    /// The same for whoever runs it, who is woken when somebody has ended it
    /// or the server ends.
    pub(crate) fn poll_over(&self, waiting: &Waiting<'_>) -> bool {
        self.runner.register(waiting.waker());
        self.is_over()
    }

    pub(super) fn wake(&self) {
        self.runner.wake();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
