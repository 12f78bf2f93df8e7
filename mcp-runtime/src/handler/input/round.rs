mod answers;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

pub(crate) use answers::Unanswered;

use super::Memory;
use super::memory::Fingerprint;
use super::pause::Pause;

/// One run of a function that asks: what it knows, and what it wants to know.
#[derive(Debug, Default)]
pub(crate) struct Round(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    memory: Memory,
    questions: Map<String, Value>,
    /// Keys that were given out.
    keys: BTreeSet<String>,
    /// Names of steps that were begun.
    steps: BTreeSet<String>,
    /// While the client is asked on the stream.
    pause: Pause,
    /// Whether it ever was.
    asked: bool,
    /// The function goes on while its questions are answered.
    live: bool,
    /// Answers, or why there will be none, that were not picked up yet.
    answers: BTreeMap<String, Result<Value, Unanswered>>,
    waiting: BTreeMap<String, Waker>,
    /// How often the questions have changed.
    changes: u64,
}

/// What a call asks its client.
#[derive(Debug)]
pub struct Questions {
    /// By their keys: `InputRequests` of the specification.
    pub(crate) requests: Map<String, Value>,
    /// For the next round.
    pub(crate) memory: Memory,
}

/// Questions of one round, and names of one call: more is a loop.
const MOST: usize = 256;

impl Round {
    pub(crate) fn new(memory: Memory) -> Self {
        Self(Mutex::new(State { memory, ..State::default() }))
    }

    /// A key that no other question of this run has.
    pub(super) fn key(&self, wanted: Option<&str>) -> Result<String, String> {
        let keys = &mut self.state().keys;
        if keys.len() >= MOST {
            return Err(format!("a call asks at most {MOST} questions"));
        }
        let key = wanted.map_or_else(|| format!("question-{}", keys.len() + 1), str::to_owned);
        if keys.insert(key.clone()) {
            Ok(key)
        } else {
            Err(format!("two questions of one call have the key `{key}`"))
        }
    }

    /// The answer, where there is one; else the question is asked.
    pub(super) fn ask(&self, key: &str, question: &Value) -> Option<Value> {
        let state = &mut *self.state();
        let fingerprint = Fingerprint::of(question);
        if let Some(answer) = state.memory.answer(key, fingerprint) {
            return Some(answer.clone());
        }
        state.memory.asks(key.to_owned(), fingerprint);
        state.questions.insert(key.to_owned(), question.clone());
        state.changes += 1;
        None
    }

    /// Whether anything is asked that ends the round, and what.
    pub(crate) fn questions(&self) -> Option<Questions> {
        let state = &mut *self.state();
        if state.live {
            return None;
        }
        let requests = std::mem::take(&mut state.questions);
        (!requests.is_empty()).then(|| Questions { requests, memory: state.memory.clone() })
    }

    /// Whether a step may run under this name, and what it came to before.
    pub(super) fn step(&self, name: &str) -> Result<Option<Value>, String> {
        let state = &mut *self.state();
        if state.steps.len() >= MOST {
            return Err(format!("a call has at most {MOST} steps"));
        }
        if !state.steps.insert(name.to_owned()) {
            return Err(format!("two steps of one call have the name `{name}`"));
        }
        Ok(state.memory.step(name).cloned())
    }

    pub(super) fn stepped(&self, name: &str, value: Value) {
        self.state().memory.stepped(name, value);
    }

    /// The client is asked on the stream; `false` where it is asked too much.
    pub(super) fn pause(&self, now: Instant, most: usize) -> bool {
        self.state().pause(now, most)
    }

    /// The client is asked elsewhere.
    pub(super) fn stand_still(&self, now: Instant) {
        self.state().pause.begin(now, usize::MAX);
    }

    /// It has answered, or is not waited for any more.
    pub(super) fn resume(&self, now: Instant) {
        self.state().pause.end(now);
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.state().pause.is_on()
    }

    /// How long the client was waited for.
    pub(crate) fn paused(&self, now: Instant) -> Duration {
        self.state().pause.until(now)
    }

    /// Whether the client was asked on the stream.
    pub(crate) fn has_asked(&self) -> bool {
        self.state().asked
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn pause(&mut self, now: Instant, most: usize) -> bool {
        self.asked = true;
        self.pause.begin(now, most)
    }
}
