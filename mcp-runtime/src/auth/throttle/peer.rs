use std::collections::VecDeque;

use crate::limit::{History, Key, Rule, Ticks};

const SECOND: Ticks = 1_000_000_000;
/// What a peer is told to wait whose guesses are still being checked.
const SOON: Ticks = SECOND;
/// After this a check that nobody reported on is over: longer than all that are
/// asked may take together.
pub(super) const FORGOTTEN: Ticks = 60 * SECOND;
/// How long a guess takes up room of which nothing was found out.
pub(super) const UNCERTAIN: Ticks = 10 * SECOND;

/// What one peer has tried lately.
#[derive(Debug, Default)]
pub(super) struct Peer {
    failures: History,
    /// The latest credentials that failed, until their failure leaves the
    /// window: however often one is shown, it is one guess.
    wrong: VecDeque<(Key, Ticks)>,
    /// Credentials that may turn out to be wrong. There is room for each of
    /// them in the window.
    trying: Vec<Trying>,
}

#[derive(Debug)]
struct Trying {
    credential: Key,
    /// Those that wait for the answer, until when they do at the latest.
    requests: u32,
    until: Ticks,
    /// Until when it takes up room although nobody waits.
    held: Ticks,
}

/// How the check of a credential ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is good, or was, or counts already.
    Harmless,
    Failed,
    /// Whoever knows it could not be asked.
    Uncertain,
    /// The caller did not wait for the answer.
    Abandoned,
    /// It was not checked after all.
    Unchecked,
}

impl Trying {
    fn matters(&self, now: Ticks) -> bool {
        now < self.held || (self.requests > 0 && now < self.until)
    }

    fn wait(&self, now: Ticks) -> Ticks {
        if self.requests > 0 { SOON } else { self.held.saturating_sub(now) }
    }
}

impl Peer {
    pub(super) fn forget(&mut self, now: Ticks) {
        self.wrong.retain(|(_, until)| now < *until);
        self.trying.retain(|one| one.matters(now));
    }

    pub(super) fn expires(&self, rule: &Rule) -> Ticks {
        let trying = self.trying.iter().map(|one| one.until.max(one.held));
        trying.fold(self.failures.expires(rule), Ticks::max)
    }

    /// Keeps room for a credential, or says how long to wait for that.
    pub(super) fn begin(&mut self, rule: &Rule, credential: Key, now: Ticks) -> Result<(), Ticks> {
        if let Some(wait) = self.wait(rule, now) {
            return Err(wait);
        }
        if self.is_wrong(credential) {
            return Ok(());
        }
        let until = now.saturating_add(FORGOTTEN);
        // Many requests with the same credential are one guess.
        if let Some(same) = self.trying.iter_mut().find(|one| one.credential == credential) {
            same.requests = same.requests.saturating_add(1);
            same.until = same.until.max(until);
            return Ok(());
        }
        let room = self.failures.standing(rule, now).map_or(0, |standing| standing.remaining);
        if self.trying.len() >= room as usize {
            return Err(self.trying.iter().map(|one| one.wait(now)).min().unwrap_or(SOON));
        }
        self.trying.push(Trying { credential, requests: 1, until, held: 0 });
        Ok(())
    }

    /// Gives back the room for a credential, unless it may still be wrong.
    pub(super) fn end(&mut self, credential: Key, outcome: Outcome, now: Ticks) {
        let Some(index) = self.trying.iter().position(|one| one.credential == credential) else {
            return;
        };
        let one = &mut self.trying[index];
        one.requests = one.requests.saturating_sub(1);
        match outcome {
            Outcome::Uncertain => one.held = one.held.max(now.saturating_add(UNCERTAIN)),
            Outcome::Abandoned => one.held = one.held.max(one.until),
            Outcome::Unchecked if one.matters(now) => {}
            Outcome::Harmless | Outcome::Failed | Outcome::Unchecked => {
                self.trying.swap_remove(index);
            }
        }
    }

    /// Counts a credential that was wrong, where it does not count already.
    /// So many of them are remembered.
    pub(super) fn count(
        &mut self,
        rule: &Rule,
        credential: Key,
        remembered: usize,
        window: Ticks,
        now: Ticks,
    ) -> bool {
        if self.is_wrong(credential) {
            return false;
        }
        self.failures.admit(rule, now);
        self.wrong.push_back((credential, now.saturating_add(window)));
        let excess = self.wrong.len().saturating_sub(remembered);
        self.wrong.drain(..excess);
        true
    }

    /// How long nothing of this peer is looked at.
    pub(super) fn wait(&mut self, rule: &Rule, now: Ticks) -> Option<Ticks> {
        self.failures.wait(rule, now).map(|(wait, _)| wait)
    }

    fn is_wrong(&self, credential: Key) -> bool {
        self.wrong.iter().any(|(other, _)| *other == credential)
    }
}
