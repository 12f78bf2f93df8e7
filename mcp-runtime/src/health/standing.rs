use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// What a check last said.
#[derive(Debug, Default)]
pub(super) struct Standing(Mutex<State>);

#[derive(Debug, Default, Clone)]
pub(super) struct State {
    pub(super) verdict: Verdict,
    /// When it was last answered, and how long that took.
    pub(super) last: Option<(SystemTime, Duration)>,
    /// When the next answer is overdue.
    pub(super) due: Option<Instant>,
}

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It was never answered.
    #[default]
    Pending,
    Passing,
    Failing(Box<str>),
}

/// The same for those who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Pending,
    Passing,
    Failing,
}

/// A message may hold whatever a database driver thinks of.
const LONGEST: usize = 256;

impl Verdict {
    pub(super) fn of(answer: Result<(), String>) -> Self {
        let Err(text) = answer else { return Self::Passing };
        let mut message = String::new();
        for char in text.trim().chars() {
            if message.len() + char.len_utf8() > LONGEST {
                message.push('…');
                break;
            }
            message.push(if char.is_control() { ' ' } else { char });
        }
        Self::Failing(message.into())
    }
}

impl State {
    /// The verdict as it counts now: one that nobody renews is worth nothing.
    pub(super) fn at(self, now: Instant) -> Self {
        if self.due.is_some_and(|due| now > due) {
            let message = "the check did not come back: it blocks its thread, or panicked while \
                           it was dropped";
            return Self { verdict: Verdict::Failing(message.into()), ..self };
        }
        self
    }
}

impl Standing {
    pub(super) fn get(&self) -> State {
        self.state().clone()
    }

    pub(super) fn is_passing(&self, now: Instant) -> bool {
        let state = self.state();
        state.verdict == Verdict::Passing && state.due.is_none_or(|due| now <= due)
    }

    /// Says what was there before.
    pub(super) fn replace(&self, state: State) -> Verdict {
        std::mem::replace(&mut *self.state(), state).verdict
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
