use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

/// Who makes a call, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// Whoever proved to be this principal, by its
    /// [`id`](crate::Principal::id).
    Principal(Arc<str>),
    /// The address at the other end of an HTTP connection.
    Peer(IpAddr),
    /// The user, by number, at the other end of a Unix socket.
    User(u32),
    /// The process at the other end of stdio.
    Process,
}

/// Reads what [`Display`](fmt::Display) writes.
impl std::str::FromStr for Caller {
    type Err = UnknownCaller;

    fn from_str(text: &str) -> Result<Self, UnknownCaller> {
        let unknown = UnknownCaller(());
        match text.split_once(' ') {
            Some(("principal", id)) => Ok(Self::Principal(id.into())),
            Some(("peer", address)) => address.parse().map(Self::Peer).map_err(|_| unknown),
            Some(("user", number)) => number.parse().map(Self::User).map_err(|_| unknown),
            None if text == "process" => Ok(Self::Process),
            _ => Err(unknown),
        }
    }
}

/// The text names no caller.
#[derive(Debug, thiserror::Error)]
#[error("neither `process`, nor `principal`, `peer` or `user` and which")]
pub struct UnknownCaller(());

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Principal(id) => write!(f, "principal {id}"),
            Self::Peer(address) => write!(f, "peer {address}"),
            Self::User(number) => write!(f, "user {number}"),
            Self::Process => f.write_str("process"),
        }
    }
}
