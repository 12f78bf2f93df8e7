use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::state::Opened;

/// The states that were used up, until they expire.
#[derive(Debug, Default)]
pub(crate) struct Once(Mutex<BTreeSet<(u64, Nonce)>>);

type Nonce = [u8; super::state::NONCE];

/// A state that is good for one use.
#[derive(Debug, Clone)]
pub(crate) struct Single {
    once: Arc<Once>,
    expires: u64,
    nonce: Nonce,
}

/// Why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spent {
    Already,
    /// So many others are remembered that there is no room for it.
    Full,
}

/// About 4 MiB.
const MOST: usize = 1 << 16;

impl Once {
    pub(crate) fn single(self: &Arc<Self>, opened: &Opened) -> Single {
        Single { once: Arc::clone(self), expires: opened.expires, nonce: opened.nonce }
    }
}

impl Single {
    /// `now` is in seconds since the Unix epoch.
    pub(crate) fn spend(&self, now: u64) -> Result<(), Spent> {
        let mut used = self.once.0.lock().unwrap_or_else(PoisonError::into_inner);
        while used.first().is_some_and(|(expires, _)| *expires <= now) {
            used.pop_first();
        }
        let this = (self.expires, self.nonce);
        if used.contains(&this) {
            return Err(Spent::Already);
        }
        // None is forgotten while it counts.
        if used.len() >= MOST {
            return Err(Spent::Full);
        }
        used.insert(this);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(once: &Arc<Once>, number: u32, expires: u64) -> Single {
        let mut nonce = [0; super::super::state::NONCE];
        nonce[..4].copy_from_slice(&number.to_be_bytes());
        Single { once: Arc::clone(once), expires, nonce }
    }

    #[test]
    fn a_state_is_used_once() {
        let once = Arc::default();
        assert_eq!(single(&once, 1, 10).spend(0), Ok(()));
        assert_eq!(single(&once, 1, 10).spend(9), Err(Spent::Already));
        assert_eq!(single(&once, 2, 10).spend(9), Ok(()));
    }

    #[test]
    fn none_is_forgotten_before_it_expires() {
        let once = Arc::default();
        for number in 0..u32::try_from(MOST).unwrap() {
            assert_eq!(single(&once, number, 10).spend(0), Ok(()));
        }
        assert_eq!(single(&once, u32::MAX, 20).spend(9), Err(Spent::Full));
        assert_eq!(single(&once, 0, 10).spend(9), Err(Spent::Already));
        assert_eq!(single(&once, u32::MAX, 20).spend(10), Ok(()));
    }
}
