//! Answers to questions of a function that goes on while they are asked.

use std::task::{Context as Task, Poll, Waker};

use serde_json::{Map, Value};

use super::{MOST, Round};
use crate::clock::Clock;

/// Why a question has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// Nobody gave one in time.
    Late,
    /// None can come in any more, because the server is stopping.
    Stopping,
}

impl Round {
    pub(in crate::handler::input) fn go_live(&self) {
        let mut state = self.state();
        state.live = true;
        // Whoever asked meanwhile begins to pause.
        let woken = std::mem::take(&mut state.waiting);
        drop(state);
        woken.into_values().for_each(Waker::wake);
    }

    /// The answer to a question, once there is one. From when on it is waited
    /// for here, the call pauses.
    pub(in crate::handler::input) fn poll_answer(
        &self,
        key: &str,
        task: &Task<'_>,
        clock: &Clock,
        paused: &mut bool,
    ) -> Poll<Result<Value, Unanswered>> {
        let state = &mut *self.state();
        if let Some(answer) = state.answers.remove(key) {
            return Poll::Ready(answer);
        }
        // Under one lock: whoever does not pause yet is woken when it goes live.
        state.waiting.insert(key.to_owned(), task.waker().clone());
        if state.live && !*paused {
            *paused = state.pause(clock.now(), MOST);
        }
        Poll::Pending
    }

    /// Nobody waits for an answer any more.
    pub(in crate::handler::input) fn withdraw(&self, key: &str) {
        let state = &mut *self.state();
        state.changes += u64::from(state.questions.remove(key).is_some());
        state.answers.remove(key);
        state.waiting.remove(key);
    }

    pub(in crate::handler::input) fn open_questions(&self) -> Option<Map<String, Value>> {
        let state = self.state();
        (state.live && !state.questions.is_empty()).then(|| state.questions.clone())
    }

    /// The keys of its open questions.
    pub(in crate::handler::input) fn open_keys(&self) -> Vec<String> {
        let state = self.state();
        if state.live { state.questions.keys().cloned().collect() } else { Vec::new() }
    }

    pub(in crate::handler::input) fn changes(&self) -> u64 {
        self.state().changes
    }

    /// Whether any of it was an answer to a question.
    pub(in crate::handler::input) fn answered(&self, responses: Map<String, Value>) -> bool {
        let mut state = self.state();
        let (mut any, mut woken) = (false, Vec::new());
        for (key, response) in responses {
            if state.live && state.questions.remove(&key).is_some() {
                any = true;
                state.changes += 1;
                woken.extend(state.waiting.remove(&key));
                state.answers.insert(key, Ok(response));
            }
        }
        drop(state);
        woken.into_iter().for_each(Waker::wake);
        any
    }

    /// Nobody will answer these questions.
    pub(in crate::handler::input) fn give_up(&self, keys: Vec<String>, why: Unanswered) {
        let mut state = self.state();
        let mut woken = Vec::new();
        for key in keys {
            if state.questions.remove(&key).is_some() {
                state.changes += 1;
                woken.extend(state.waiting.remove(&key));
                state.answers.insert(key, Err(why));
            }
        }
        drop(state);
        woken.into_iter().for_each(Waker::wake);
    }
}
