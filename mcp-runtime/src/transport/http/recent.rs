use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::token::Nonce;

/// What is remembered of sessions beside their tokens, for as long as these
/// live. Bounded: the oldest entries are forgotten.
pub(super) struct Recent<T>(Mutex<VecDeque<Entry<T>>>);

struct Entry<T> {
    session: Nonce,
    /// In seconds since the Unix epoch.
    until: u64,
    value: T,
}

const MOST: usize = 1024;

impl<T: Copy> Recent<T> {
    pub(super) fn new() -> Self {
        Self(Mutex::default())
    }

    pub(super) fn get(&self, session: Nonce) -> Option<T> {
        self.lock().iter().find(|entry| entry.session == session).map(|entry| entry.value)
    }

    pub(super) fn set(&self, session: Nonce, value: T, now: u64, until: u64) {
        let mut entries = self.lock();
        entries.retain(|entry| entry.until > now && entry.session != session);
        if entries.len() >= MOST {
            entries.pop_front();
        }
        entries.push_back(Entry { session, until, value });
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Entry<T>>> {
        // Valid after every statement.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(number: u64) -> Nonce {
        let mut nonce = Nonce::default();
        nonce[..8].copy_from_slice(&number.to_be_bytes());
        nonce
    }

    #[test]
    fn memory_stays_flat_however_many_sessions_there_are() {
        let recent = Recent::new();
        for number in 0..3 * MOST as u64 {
            recent.set(session(number), number, 0, 10);
            recent.set(session(number), number + 1, 0, 10);
            assert_eq!(recent.get(session(number)), Some(number + 1));
        }
        assert_eq!(recent.lock().len(), MOST);
        assert_eq!(recent.get(session(1)), None);
    }

    #[test]
    fn what_belongs_to_expired_sessions_is_forgotten() {
        let recent = Recent::new();
        recent.set(session(1), (), 0, 10);
        recent.set(session(2), (), 5, 15);
        recent.set(session(3), (), 10, 20);
        assert_eq!(recent.lock().len(), 2);
        assert_eq!(recent.get(session(1)), None);
    }
}
