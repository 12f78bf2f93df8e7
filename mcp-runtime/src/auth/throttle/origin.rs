use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use crate::handler::Caller;
use crate::limit::{network, subscriber};

/// Where a credential comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A client on the network, as far as trusted proxies tell.
    Address(IpAddr),
    /// A user of this machine on a Unix socket, where it is known which.
    Local(Option<u32>),
    /// A client of whom nothing is known.
    Unknown,
    /// The process that started this one. It may guess: it is trusted anyway.
    Process,
}

/// Whom failures count for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Group {
    /// The addresses that one subscriber has: of IPv6, the /64 network.
    Subscriber(IpAddr),
    /// The /48 network of an IPv6 address: as many subscribers as somebody
    /// wants who rents one.
    Site(Ipv6Addr),
    User(Option<u32>),
    Unknown,
}

impl Origin {
    /// The groups that it belongs to, the widest first.
    pub(super) fn groups(self) -> [Option<Group>; 2] {
        match self {
            Self::Address(address) => {
                let address = subscriber(address);
                let site = match address {
                    IpAddr::V4(_) => None,
                    IpAddr::V6(address) => Some(Group::Site(network(address, 3))),
                };
                [site, Some(Group::Subscriber(address))]
            }
            Self::Local(user) => [None, Some(Group::User(user))],
            Self::Unknown => [None, Some(Group::Unknown)],
            Self::Process => [None, None],
        }
    }
}

/// The words of records for the same caller.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Address(address) => Caller::Peer(subscriber(address)).fmt(f),
            Self::Local(Some(user)) => Caller::User(user).fmt(f),
            Self::Local(None) => f.write_str("a local user who is not known"),
            Self::Unknown => f.write_str("a client of whom nothing is known"),
            Self::Process => Caller::Process.fmt(f),
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subscriber(IpAddr::V4(address)) => write!(f, "{address}"),
            Self::Subscriber(IpAddr::V6(network)) => write!(f, "{network}/64"),
            Self::Site(network) => write!(f, "{network}/48"),
            Self::User(Some(user)) => write!(f, "local user {user}"),
            Self::User(None) => f.write_str("local users who are not known"),
            Self::Unknown => f.write_str("clients of whom nothing is known"),
        }
    }
}
