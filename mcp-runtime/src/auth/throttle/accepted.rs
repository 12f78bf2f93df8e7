use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::limit::{Key, Ticks};

/// How long a credential counts as accepted lately: 10 min.
const LATELY: Ticks = 600 * 1_000_000_000;
/// Sets of entries; each key belongs to one.
const SETS: usize = 512;
const WAYS: usize = 8;

/// Credentials that were accepted lately, 4,096 at most, by keyed hashes.
///
/// A full set gives up the one that was accepted longest ago. Nobody without
/// credentials gets one in, and nobody can choose the set.
#[derive(Debug, Default)]
pub(super) struct Accepted(OnceLock<Box<[Mutex<Set>]>>);

type Set = [(Key, Ticks); WAYS];

impl Accepted {
    pub(super) fn contains(&self, key: Key, now: Ticks) -> bool {
        self.set(key).iter().any(|(other, until)| *other == key && now < *until)
    }

    pub(super) fn insert(&self, key: Key, now: Ticks) {
        let mut set = self.set(key);
        let same = set.iter().position(|(other, _)| *other == key);
        let oldest = || (0..WAYS).min_by_key(|index| set[*index].1);
        if let Some(index) = same.or_else(oldest) {
            set[index] = (key, now.saturating_add(LATELY));
        }
    }

    pub(super) fn remove(&self, key: Key) {
        self.set(key).iter_mut().filter(|(other, _)| *other == key).for_each(|entry| entry.1 = 0);
    }

    fn set(&self, key: Key) -> MutexGuard<'_, Set> {
        let sets = self.0.get_or_init(|| (0..SETS).map(|_| Mutex::default()).collect());
        // Every state of a set is a valid one.
        sets[key.bucket(SETS)].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::Keys;

    #[test]
    fn a_credential_counts_for_ten_minutes() {
        let (accepted, key) = (Accepted::default(), Keys::default().key("one"));
        assert!(!accepted.contains(key, 0));
        accepted.insert(key, 5);
        assert!(accepted.contains(key, LATELY + 4));
        assert!(!accepted.contains(key, LATELY + 5));
        accepted.insert(key, LATELY);
        assert!(accepted.contains(key, LATELY + 5));
        accepted.remove(key);
        assert!(!accepted.contains(key, LATELY + 5));
    }

    #[test]
    fn the_room_is_bounded_and_kept_for_the_latest() {
        let (accepted, keys) = (Accepted::default(), Keys::default());
        for number in 0..100_000_u64 {
            accepted.insert(keys.key(number), number);
            assert!(accepted.contains(keys.key(number), number));
        }
        let kept = (0..100_000_u64).filter(|number| accepted.contains(keys.key(number), 100_000));
        assert_eq!(kept.count(), SETS * WAYS);
    }
}
