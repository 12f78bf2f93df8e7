use std::fmt;
use std::net::IpAddr;

/// Who makes a call, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// The address at the other end of an HTTP connection.
    Peer(IpAddr),
    /// The process at the other end of stdio.
    Process,
}

/// Reads what [`Display`](fmt::Display) writes.
impl std::str::FromStr for Caller {
    type Err = UnknownCaller;

    fn from_str(text: &str) -> Result<Self, UnknownCaller> {
        match text.strip_prefix("peer ") {
            Some(address) => address.parse().map(Self::Peer).map_err(|_| UnknownCaller(())),
            None if text == "process" => Ok(Self::Process),
            None => Err(UnknownCaller(())),
        }
    }
}

/// The text names no caller.
#[derive(Debug, thiserror::Error)]
#[error("neither `process` nor `peer` with an address")]
pub struct UnknownCaller(());

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Peer(address) => write!(f, "peer {address}"),
            Self::Process => f.write_str("process"),
        }
    }
}
