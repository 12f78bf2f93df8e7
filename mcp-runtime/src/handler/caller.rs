use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use crate::limit::subscriber;

/// Who makes a call, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// Whoever proved to be this principal, by its
    /// [`id`](crate::Principal::id).
    Principal(Arc<str>),
    /// The address at the other end of an HTTP connection; the first one of
    /// the /64 network where it is of IPv6, since a client has a whole one.
    Peer(IpAddr),
    /// The user, by number, at the other end of a Unix socket.
    User(u32),
    /// The process at the other end of stdio.
    Process,
    /// Anybody of whom nothing is known: a client of an application that nests
    /// the endpoint and is served without `ConnectInfo`. All of these are one
    /// caller.
    Unknown,
}

/// Reads what [`Display`](fmt::Display) writes.
impl std::str::FromStr for Caller {
    type Err = UnknownCaller;

    fn from_str(text: &str) -> Result<Self, UnknownCaller> {
        let unknown = UnknownCaller(());
        match text.split_once(' ') {
            Some(("principal", id)) => Ok(Self::Principal(id.into())),
            Some(("peer", peer)) => {
                let address = peer.strip_suffix("/64").unwrap_or(peer).parse();
                address.map(|address| Self::Peer(subscriber(address))).map_err(|_| unknown)
            }
            Some(("user", number)) => number.parse().map(Self::User).map_err(|_| unknown),
            None if text == "process" => Ok(Self::Process),
            None if text == "unknown" => Ok(Self::Unknown),
            _ => Err(unknown),
        }
    }
}

/// The text names no caller.
#[derive(Debug, thiserror::Error)]
#[error("neither `process` nor `unknown`, nor `principal`, `peer` or `user` and which")]
pub struct UnknownCaller(());

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal(id) => write!(f, "principal {id}"),
            Self::Peer(address @ IpAddr::V4(_)) => write!(f, "peer {address}"),
            Self::Peer(network @ IpAddr::V6(_)) => write!(f, "peer {network}/64"),
            Self::User(number) => write!(f, "user {number}"),
            Self::Process => f.write_str("process"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (caller, text) in [
            (Caller::Principal("key alice".into()), "principal key alice"),
            (Caller::Peer([192, 0, 2, 7].into()), "peer 192.0.2.7"),
            (Caller::Peer("2001:db8:1:2::".parse().unwrap()), "peer 2001:db8:1:2::/64"),
            (Caller::User(1000), "user 1000"),
            (Caller::Process, "process"),
            (Caller::Unknown, "unknown"),
        ] {
            assert_eq!(caller.to_string(), text);
            assert_eq!(text.parse::<Caller>().unwrap(), caller);
        }
        // As ledgers of earlier versions have it.
        let whole = "peer 2001:db8:1:2::ffff:1".parse::<Caller>().unwrap();
        assert_eq!(whole, Caller::Peer("2001:db8:1:2::".parse().unwrap()));
        assert!("peer of the realm".parse::<Caller>().is_err());
    }
}
