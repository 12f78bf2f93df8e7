use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::code;

/// How many calls of one tool ended in which way.
#[derive(Debug, Default)]
pub(super) struct Outcomes {
    ok: AtomicU64,
    built_in: [AtomicU64; code::BUILT_IN.len()],
    own: Mutex<Vec<(Box<str>, u64)>>,
    /// Codes for which there is no room.
    other: AtomicU64,
}

/// How a call ended, in a byte; [`Outcomes::name`] has the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome(u8);

/// A tool's own codes; they may come from anywhere, and nobody can read more.
const OWN: usize = 32;
/// The longest code of its own that a tool is asked for, in bytes.
const LENGTH: usize = 64;

const OK: &str = "OK";
const OTHER: &str = "other";
const FIRST_OWN: usize = 1 + code::BUILT_IN.len();

impl Outcomes {
    /// Counts one; only what failed in a way of its own needs more than an
    /// atomic.
    pub(super) fn add(&self, name: &str) -> Outcome {
        let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::Relaxed);
        let place = if name == OK {
            count(&self.ok);
            0
        } else if let Some(index) = code::BUILT_IN.iter().position(|code| *code == name) {
            count(&self.built_in[index]);
            1 + index
        } else if let Some(index) = self.add_own(name) {
            FIRST_OWN + index
        } else {
            count(&self.other);
            usize::from(u8::MAX)
        };
        Outcome(u8::try_from(place).unwrap_or(u8::MAX))
    }

    fn add_own(&self, name: &str) -> Option<usize> {
        if name.is_empty() || name.len() > LENGTH || name == OTHER {
            return None;
        }
        let mut own = self.own();
        let index = match own.iter().position(|(known, _)| **known == *name) {
            Some(index) => index,
            None if own.len() < OWN => {
                own.push((name.into(), 0));
                own.len() - 1
            }
            None => return None,
        };
        own[index].1 += 1;
        Some(index)
    }

    pub(super) fn name(&self, outcome: Outcome) -> String {
        match usize::from(outcome.0) {
            0 => OK.to_owned(),
            place if place < FIRST_OWN => code::BUILT_IN[place - 1].to_owned(),
            place => {
                let own = self.own();
                own.get(place - FIRST_OWN).map_or(OTHER, |(name, _)| name).to_owned()
            }
        }
    }

    /// Each outcome that there was, and how often.
    pub(super) fn read(&self) -> Vec<(String, u64)> {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let built_in = code::BUILT_IN.iter().zip(&self.built_in);
        let mut read = vec![(OK.to_owned(), load(&self.ok))];
        read.extend(built_in.map(|(name, count)| ((*name).to_owned(), load(count))));
        read.extend(self.own().iter().map(|(name, count)| (name.clone().into_string(), *count)));
        read.push((OTHER.to_owned(), load(&self.other)));
        read.retain(|(name, count)| *count > 0 || name == OK);
        read
    }

    fn own(&self) -> MutexGuard<'_, Vec<(Box<str>, u64)>> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_beyond_the_room_for_a_tools_own_are_other() {
        let outcomes = Outcomes::default();
        for round in 0..2 {
            for number in 0..40 {
                let name = format!("CODE_{number}");
                let outcome = outcomes.add(&name);
                let expected = if number < 32 { &*name } else { "other" };
                assert_eq!(outcomes.name(outcome), expected, "round {round}");
            }
        }
        let long = "L".repeat(65);
        for name in [&*long, "", "other"] {
            assert_eq!(outcomes.name(outcomes.add(name)), "other");
        }
        for name in ["OK", "TIMEOUT"] {
            assert_eq!(outcomes.name(outcomes.add(name)), name, "these have room of their own");
        }
        let read = outcomes.read();
        assert_eq!(read.len(), 2 + 32 + 1);
        assert_eq!(read.iter().find(|(name, _)| name == "CODE_31").unwrap().1, 2);
        assert_eq!(*read.last().unwrap(), ("other".to_owned(), 2 * 8 + 3));
    }
}
