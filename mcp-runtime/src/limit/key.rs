use std::hash::{BuildHasher as _, RandomState};

/// Whom a limit counts for: a keyed hash, so that no caller's text is kept
/// and nobody can make two of them collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key(u128);

/// Makes keys; different in every process.
#[derive(Debug, Default)]
pub(crate) struct Keys(RandomState, RandomState);

impl Keys {
    pub(crate) fn key(&self, of: impl std::hash::Hash) -> Key {
        Key(u128::from(self.0.hash_one(&of)) << 64 | u128::from(self.1.hash_one(&of)))
    }
}

impl Key {
    /// A number below `count`, the same for the same key.
    pub(super) fn bucket(self, count: usize) -> usize {
        #[allow(clippy::cast_possible_truncation)] // any bits of a hash do
        let bits = (self.0 >> 32) as usize;
        bits % count
    }
}
