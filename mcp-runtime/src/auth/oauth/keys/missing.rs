use std::collections::{HashSet, VecDeque};

use super::{KeySet, Wanted};
use crate::limit::{self, Keys};

/// How many are remembered of what was looked for in vain, and of what was
/// withdrawn.
const SOUGHT: usize = 1_000;
const WITHDRAWN: usize = 100;

/// What is known of keys that are not there.
///
/// One that was first asked for after the newest fetch had begun may have been
/// published since: nobody can refuse it before the next one. Whoever makes
/// names up can fill what is remembered here; then others who name a key that
/// is nowhere are put off for longer, and nobody is refused who should not be.
#[derive(Default)]
pub(super) struct Missing {
    hashes: Keys,
    /// Looked for in vain since a fetch last began: the next one is for them.
    sought: HashSet<limit::Key>,
    /// What the keys in use were fetched for. Most of it is not among them.
    answered: HashSet<limit::Key>,
    /// What cannot be used although the issuer publishes it.
    unused: HashSet<limit::Key>,
    /// What was there once, the latest at the end. Nobody but the issuer adds
    /// to it.
    withdrawn: VecDeque<limit::Key>,
}

/// What a fetch is made for.
#[derive(Default)]
pub(super) struct Sought(HashSet<limit::Key>);

impl Missing {
    /// The next fetch is for this one too.
    pub(super) fn seek(&mut self, wanted: Wanted<'_>) {
        let key = self.hash(wanted);
        self.keep(key);
    }

    /// A fetch begins, for this one and all that are sought.
    pub(super) fn begin(&mut self, wanted: Wanted<'_>) -> Sought {
        let mut sought = std::mem::take(&mut self.sought);
        sought.insert(self.hash(wanted));
        Sought(sought)
    }

    /// The fetch brought nothing.
    pub(super) fn failed(&mut self, sought: Sought) {
        sought.0.into_iter().for_each(|key| self.keep(key));
    }

    /// The fetch brought these keys instead of those.
    pub(super) fn exchanged(&mut self, sought: Sought, old: Option<&KeySet>, new: &KeySet) {
        self.answered = sought.0;
        self.unused = new.unused().map(|id| self.named(id)).collect();
        for id in old.into_iter().flat_map(KeySet::ids).filter(|id| !new.ids().any(|it| it == *id))
        {
            let key = self.named(id);
            if !self.withdrawn.contains(&key) {
                self.withdrawn.push_back(key);
            }
        }
        let excess = self.withdrawn.len().saturating_sub(WITHDRAWN);
        self.withdrawn.drain(..excess);
    }

    /// Whether a key that is not among those in use was not published either
    /// when it was first asked for.
    pub(super) fn is_nowhere(&self, wanted: Wanted<'_>) -> bool {
        let key = self.hash(wanted);
        self.answered.contains(&key) || self.unused.contains(&key) || self.withdrawn.contains(&key)
    }

    fn keep(&mut self, key: limit::Key) {
        if self.sought.len() < SOUGHT {
            self.sought.insert(key);
        }
    }

    fn hash(&self, wanted: Wanted<'_>) -> limit::Key {
        // Without a name, any key for the algorithm would do.
        wanted.id.map_or_else(|| self.hashes.key(wanted.algorithm), |id| self.named(id))
    }

    fn named(&self, id: &str) -> limit::Key {
        self.hashes.key(id)
    }
}
