use std::time::Duration;

use super::Group;
use super::peer::{Outcome, Peer};
use crate::limit::{Key, Keyed, Keys, Limit, Rule, Slot, Ticks};

/// Peers that there is room for at once.
pub(super) const PEERS: usize = 65_536;

/// What peers of one kind have tried lately.
#[derive(Debug)]
pub(super) struct Counters {
    rule: Rule,
    window: Ticks,
    /// Wrong credentials of each peer that are told from new ones.
    remembered: usize,
    keys: Keys,
    pub(super) peers: Keyed<Peer>,
}

impl Counters {
    pub(super) fn new(calls: u32, window: Duration, remembered: usize) -> Self {
        let window = crate::auth::ticks(window);
        let rule = Rule::new(&[Limit { calls: calls.max(1), window }]);
        Self { rule, window, remembered, keys: Keys::default(), peers: Keyed::new(PEERS) }
    }

    pub(super) fn begin(&self, group: Group, credential: Key, now: Ticks) -> Result<(), Ticks> {
        self.peer(group, now).begin(&self.rule, credential, now)
    }

    /// Notes how the check of a credential ended, in one step. Whether it is
    /// one more failure.
    pub(super) fn end(&self, group: Group, credential: Key, outcome: Outcome, now: Ticks) -> bool {
        let mut peer = self.peer(group, now);
        peer.end(credential, outcome, now);
        if outcome != Outcome::Failed {
            return false;
        }
        let before = peer.wait(&self.rule, now).is_some();
        let news = peer.count(&self.rule, credential, self.remembered, self.window, now);
        let throttled = !before && peer.wait(&self.rule, now).is_some();
        drop(peer);
        if throttled {
            tracing::warn!(
                peer = %group,
                "too many credentials of this peer were wrong; it has to wait"
            );
        }
        news
    }

    fn peer(&self, group: Group, now: Ticks) -> Slot<'_, Peer> {
        let key = self.keys.key(group);
        let mut peer = self.peers.get(key, now, |peer| peer.expires(&self.rule));
        peer.forget(now);
        peer
    }
}
