use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::handler::Remote;
use crate::limit::subscriber;

/// How much each peer holds of something that is scarce. It remembers those
/// that hold something now, so it is no larger than what is held.
pub(crate) struct Peers {
    held: Mutex<HashMap<IpAddr, usize>>,
    limit: usize,
}

/// Gives back what a peer held.
pub(super) struct Place {
    peers: Arc<Peers>,
    peer: Option<IpAddr>,
}

/// The peer holds as much as it may.
#[derive(Debug)]
pub(super) struct Full;

impl Peers {
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { held: Mutex::default(), limit })
    }

    /// Takes one more for a peer; users of this machine are not told apart.
    pub(super) fn enter(self: &Arc<Self>, remote: Remote) -> Result<Place, Full> {
        let peer = match remote {
            Remote::Peer(address) => Some(subscriber(address.ip())),
            _ => None,
        };
        if let Some(peer) = peer {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let count = held.entry(peer).or_default();
            if *count >= self.limit {
                return Err(Full);
            }
            *count += 1;
        }
        Ok(Place { peers: Arc::clone(self), peer })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(peer) = self.peer else { return };
        let mut held = self.peers.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut entry) = held.entry(peer) {
            *entry.get_mut() -= 1;
            if *entry.get() == 0 {
                entry.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Remote {
        Remote::Peer((address.parse::<IpAddr>().unwrap(), 1).into())
    }

    #[test]
    fn each_network_has_its_places_and_gets_them_back() {
        let peers = Peers::new(1);
        let first = peers.enter(peer("2001:db8::1")).unwrap();
        assert!(peers.enter(peer("2001:db8::ffff:1")).is_err(), "the same /64");
        let others: Vec<_> = ["2001:db8:0:1::1", "192.0.2.1", "192.0.2.2"]
            .map(|address| peers.enter(peer(address)).unwrap())
            .into();
        assert!(peers.enter(peer("::ffff:192.0.2.1")).is_err(), "192.0.2.1 by another name");
        drop(first);
        assert!(peers.enter(peer("2001:db8::2")).is_ok());
        drop(others);
        assert!(peers.held.lock().unwrap().is_empty(), "nothing is kept of those who left");
    }

    #[test]
    fn users_of_this_machine_share_no_bound() {
        let peers = Peers::new(0);
        assert!(peers.enter(Remote::Local(Some(1000))).is_ok());
        assert!(peers.enter(peer("127.0.0.1")).is_err());
    }
}
