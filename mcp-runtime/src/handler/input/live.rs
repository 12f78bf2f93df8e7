//! Questions of a function that goes on while they are answered: that of a task.

#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::task::{Context as Task, Poll};

use serde_json::{Map, Value};

use super::{Gone, Round, Unanswered, stream};
use crate::error::{CallError, code};
use crate::handler::Context;

/// The answer to one question, once there is one, or it was given up. A
/// question that nobody waits for any more is withdrawn.
struct Awaited<'a> {
    ctx: &'a Context,
    key: &'a str,
    /// The time that it takes is the client's.
    paused: bool,
}

impl Future for Awaited<'_> {
    type Output = Result<Value, Unanswered>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Self::Output> {
        let Self { ctx, key, paused } = &mut *self;
        let before = *paused;
        let answer = ctx.round().poll_answer(key, task, &ctx.environment().clock, paused);
        if *paused && !before {
            // Whoever runs it may have looked before the pause began, and tells
            // those who wait for the same result.
            ctx.asked();
        }
        answer
    }
}

impl Drop for Awaited<'_> {
    fn drop(&mut self) {
        let round = self.ctx.round();
        round.withdraw(self.key);
        if self.paused {
            round.resume(self.ctx.environment().clock.now());
            // The deadline runs again, also where another task has asked.
            self.ctx.asked();
        }
    }
}

impl Context {
    /// Waits for what a question is answered, which only that of a task ever is
    /// in this run.
    pub(super) async fn answer_to(&self, key: &str) -> Result<Value, CallError> {
        let awaited = Awaited { ctx: self, key, paused: false };
        self.asked();
        awaited.await.map_err(|why| match why {
            Unanswered::Late => {
                CallError::new(code::TIMEOUT, format!("nobody answered `{key}` in time"))
                    .action("Call it again when the user has time to answer.")
            }
            Unanswered::Stopping => stream::ended(Gone::Stopping),
        })
    }

    /// From here on the function is not begun again: its questions are
    /// answered where they were asked.
    pub(crate) fn answer_live(&self) {
        self.round().go_live();
    }

    /// What it asks and has no answer to.
    pub(crate) fn open_questions(&self) -> Option<Map<String, Value>> {
        self.asked_round()?.open_questions()
    }

    /// Whether its questions differ from those it had at `seen`, which is brought up to date.
    pub(crate) fn has_asked_since(&self, seen: &mut u64) -> bool {
        let changes = self.asked_round().map_or(0, Round::changes);
        std::mem::replace(seen, changes) != changes
    }

    /// The keys of what it asks and has no answer to.
    pub(crate) fn open_keys(&self) -> Vec<String> {
        self.asked_round().map_or_else(Vec::new, Round::open_keys)
    }

    /// Takes in what the client was told; what is not asked is ignored.
    pub(crate) fn answered(&self, responses: Map<String, Value>) -> bool {
        self.asked_round().is_some_and(|round| round.answered(responses))
    }

    /// Nobody will answer these questions.
    pub(crate) fn give_up(&self, keys: Vec<String>, why: Unanswered) {
        if let Some(round) = self.asked_round() {
            round.give_up(keys, why);
        }
    }

    /// What it has said of its progress since it was last asked.
    pub(crate) fn take_saying(&self) -> Option<Box<str>> {
        self.outbox().saying()?.take()
    }
}
