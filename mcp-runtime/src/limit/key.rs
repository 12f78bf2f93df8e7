use std::hash::{BuildHasher as _, DefaultHasher, Hasher, RandomState};

/// Whom a limit counts for: a keyed hash, so that no caller's text is kept
/// and nobody can make two of them collide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Key(u128);

/// Makes keys; different in every process.
#[derive(Debug, Default)]
pub(crate) struct Keys(RandomState, RandomState);

impl Keys {
    pub(crate) fn key(&self, of: impl std::hash::Hash) -> Key {
        let mut both = Both(self.0.build_hasher(), self.1.build_hasher());
        of.hash(&mut both);
        Key(u128::from(both.0.finish()) << 64 | u128::from(both.1.finish()))
    }
}

/// Two hashes in one pass over what is hashed.
struct Both(DefaultHasher, DefaultHasher);

impl Hasher for Both {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
        self.1.write(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}

impl Key {
    /// A number below `count`, the same for the same key.
    pub(crate) fn bucket(self, count: usize) -> usize {
        #[allow(clippy::cast_possible_truncation)] // any bits of a hash do
        let bits = (self.0 >> 32) as usize;
        bits % count
    }
}
