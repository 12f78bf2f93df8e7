//! Bounds how fast credentials can be guessed.

mod accepted;
mod counters;
mod origin;
mod peer;
#[cfg(test)]
mod tests;

use std::time::Duration;

use accepted::Accepted;
use counters::Counters;
use origin::Group;
pub(crate) use origin::Origin;
use peer::Outcome;

use super::Credential;
use crate::limit::{Key, Keys, Ticks};

/// Failures of one peer in any minute.
const CALLS: u32 = 10;
const WINDOW: Duration = Duration::from_mins(1);
/// A site may fail as often as so many of its networks: it is stopped long
/// before they take up the room that is there for all peers.
const NETWORKS: u32 = 10;
/// Wrong credentials of one peer that are told from new ones.
const WRONG: usize = 64;

/// Failed authentications by peer. Beyond a number in a window, whatever
/// credential the peer shows is refused without being checked.
///
/// Credentials that were accepted lately are checked all the same, so that one
/// attacker behind a shared address does not lock out the others there.
#[derive(Debug)]
pub(super) struct Throttle {
    keys: Keys,
    peers: Counters,
    sites: Counters,
    accepted: Accepted,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::new(CALLS, WINDOW)
    }
}

impl Throttle {
    pub(super) fn new(calls: u32, window: Duration) -> Self {
        Self {
            keys: Keys::default(),
            peers: Counters::new(calls, window, WRONG),
            // They are told only what is news to one of their networks.
            sites: Counters::new(calls.saturating_mul(NETWORKS), window, 0),
            accepted: Accepted::default(),
        }
    }

    /// Lets a credential from there be checked, or says how long to wait.
    pub(super) fn begin(
        &self,
        origin: Origin,
        credential: &Credential,
        now: Ticks,
    ) -> Result<Trial<'_>, Ticks> {
        let credential = self.keys.key(credential.expose());
        let groups = origin.groups();
        let known = self.accepted.contains(credential, now);
        if !known {
            self.reserve(groups, credential, now)?;
        }
        Ok(Trial { throttle: self, groups, credential, known, over: false })
    }

    fn reserve(
        &self,
        groups: [Option<Group>; 2],
        credential: Key,
        now: Ticks,
    ) -> Result<(), Ticks> {
        for (index, group) in groups.into_iter().enumerate() {
            let Some(group) = group else { continue };
            // A network of a site that has to wait gets no counter.
            if let Err(wait) = self.counters(group).begin(group, credential, now) {
                for wider in groups.into_iter().take(index).flatten() {
                    self.counters(wider).end(wider, credential, Outcome::Unchecked, now);
                }
                return Err(wait);
            }
        }
        Ok(())
    }

    fn counters(&self, group: Group) -> &Counters {
        if matches!(group, Group::Site(_)) { &self.sites } else { &self.peers }
    }
}

/// A credential that may be checked; its outcome has to be told. Dropped
/// without one, it takes up room as if it were still being checked.
#[derive(Debug)]
#[must_use]
pub(super) struct Trial<'a> {
    throttle: &'a Throttle,
    groups: [Option<Group>; 2],
    credential: Key,
    /// It was accepted lately.
    known: bool,
    over: bool,
}

impl Trial<'_> {
    pub(super) fn accepted(mut self, now: Ticks) {
        self.throttle.accepted.insert(self.credential, now);
        self.end(Outcome::Harmless, now);
    }

    /// Returns whether it was not known to be wrong already.
    pub(super) fn failed(mut self, now: Ticks) -> bool {
        self.throttle.accepted.remove(self.credential);
        self.end(Outcome::Failed, now)
    }

    /// It was valid once, and nobody made it up.
    pub(super) fn expired(mut self, now: Ticks) {
        self.end(Outcome::Harmless, now);
    }

    /// It could not be found out. That is no fault of the peer's, but it must
    /// not be a way to try any number.
    pub(super) fn uncertain(mut self, now: Ticks) {
        self.end(Outcome::Uncertain, now);
    }

    /// Returns whether it counts as one more failure.
    fn end(&mut self, mut outcome: Outcome, now: Ticks) -> bool {
        self.over = true;
        let mut counted = false;
        if self.known && outcome != Outcome::Failed {
            return counted; // no room was kept for it
        }
        for group in self.groups.into_iter().rev().flatten() {
            let news = self.throttle.counters(group).end(group, self.credential, outcome, now);
            counted |= news;
            if outcome == Outcome::Failed && !news {
                outcome = Outcome::Harmless; // a wider group counts only what is news to this one
            }
        }
        counted
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if !self.over {
            // Whenever it began: what takes up room then still does.
            self.end(Outcome::Abandoned, 0);
        }
    }
}
