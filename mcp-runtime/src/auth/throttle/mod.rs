//! Bounds how fast credentials can be guessed.

mod accepted;
#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use accepted::Accepted;

use super::Credential;
use crate::limit::{History, Key, Keyed, Keys, Limit, Rule, Ticks};

/// Failures of one peer in any minute.
const CALLS: u32 = 10;
const WINDOW: Duration = Duration::from_mins(1);
/// Peers that there is room for at once.
const PEERS: usize = 65_536;
/// What a peer is told to wait whose guesses are still being checked.
const SOON: Ticks = 1_000_000_000;
/// After this a check that nobody reported on is over: longer than any lasts.
const FORGOTTEN: Ticks = 60 * SOON;

/// Failed authentications by peer. Beyond a number in a window, whatever
/// credential the peer shows is refused without being checked.
///
/// Credentials that were accepted lately are checked all the same, so that one
/// attacker behind a shared address does not lock out the others there.
#[derive(Debug)]
pub(super) struct Throttle {
    rule: Rule,
    keys: Keys,
    peers: Keyed<Peer>,
    accepted: Accepted,
}

#[derive(Debug, Default)]
struct Peer {
    failures: History,
    /// Credentials that are being checked. Each may turn out to be a failure,
    /// so there is room for it in the window.
    checking: Vec<Checking>,
}

/// A credential that requests are waiting for.
#[derive(Debug)]
struct Checking {
    credential: Key,
    requests: u32,
    /// When they are over at the latest.
    until: Ticks,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::new(CALLS, WINDOW)
    }
}

impl Throttle {
    pub(super) fn new(calls: u32, window: Duration) -> Self {
        let window = super::ticks(window);
        Self {
            rule: Rule::new(&[Limit { calls: calls.max(1), window }]),
            keys: Keys::default(),
            peers: Keyed::new(PEERS),
            accepted: Accepted::default(),
        }
    }

    /// Lets a credential of this peer be checked, or says how long to wait.
    pub(super) fn begin(
        &self,
        peer: IpAddr,
        credential: &Credential,
        now: Ticks,
    ) -> Result<Trial<'_>, Ticks> {
        let credential = self.keys.key(credential.expose());
        let address = network(peer);
        let known = self.accepted.contains(credential, now);
        if !known {
            self.reserve(address, credential, now)?;
        }
        Ok(Trial { throttle: self, address, credential, known, over: false })
    }

    fn reserve(&self, address: IpAddr, credential: Key, now: Ticks) -> Result<(), Ticks> {
        let mut peer = self.peer(address, now);
        if let Some((wait, _)) = peer.failures.wait(&self.rule, now) {
            return Err(wait);
        }
        let until = now.saturating_add(FORGOTTEN);
        // Many requests with the same credential are one guess.
        if let Some(same) = peer.checking.iter_mut().find(|one| one.credential == credential) {
            same.requests = same.requests.saturating_add(1);
            same.until = until;
            return Ok(());
        }
        let room = peer.failures.standing(&self.rule, now).map_or(0, |standing| standing.remaining);
        if peer.checking.len() >= room as usize {
            return Err(SOON);
        }
        peer.checking.push(Checking { credential, requests: 1, until });
        Ok(())
    }

    fn peer(&self, address: IpAddr, now: Ticks) -> crate::limit::Slot<'_, Peer> {
        let expires = |peer: &Peer| {
            let checking = peer.checking.iter().map(|one| one.until);
            checking.chain([peer.failures.expires(&self.rule)]).max().unwrap_or(0)
        };
        let mut peer = self.peers.get(self.keys.key(address), now, expires);
        peer.checking.retain(|one| now < one.until);
        peer
    }
}

/// A credential that may be checked; its outcome has to be told. Dropped
/// without one, nothing was learnt from it and nothing counts.
#[derive(Debug)]
#[must_use]
pub(super) struct Trial<'a> {
    throttle: &'a Throttle,
    address: IpAddr,
    credential: Key,
    /// It was accepted lately.
    known: bool,
    over: bool,
}

impl Trial<'_> {
    pub(super) fn accepted(mut self, now: Ticks) {
        self.throttle.accepted.insert(self.credential, now);
        self.end(now, false);
    }

    pub(super) fn failed(mut self, now: Ticks) {
        self.throttle.accepted.remove(self.credential);
        self.end(now, true);
    }

    fn end(&mut self, now: Ticks, failed: bool) {
        self.over = true;
        if self.known && !failed {
            return; // no room was kept for it
        }
        let rule = &self.throttle.rule;
        let mut peer = self.throttle.peer(self.address, now);
        if !self.known {
            for one in peer.checking.iter_mut().filter(|one| one.credential == self.credential) {
                one.requests -= 1;
            }
            peer.checking.retain(|one| one.requests > 0);
        }
        if !failed {
            return;
        }
        let before = peer.failures.wait(rule, now).is_some();
        peer.failures.admit(rule, now);
        let throttled = !before && peer.failures.wait(rule, now).is_some();
        drop(peer);
        if throttled {
            tracing::warn!(
                peer = %self.address,
                "too many credentials of this peer were wrong; it has to wait"
            );
        }
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if !self.over {
            // Whenever it began: what is being checked has not ended before.
            self.end(0, false);
        }
    }
}

/// The addresses that one subscriber has: of IPv6, the /64 network.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let mut segments = address.segments();
            segments[4..].fill(0);
            Ipv6Addr::from(segments).into()
        }
    }
}
