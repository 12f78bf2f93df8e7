use std::net::SocketAddr;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Askable, Caller, Memory};
use crate::auth::{Origin, Principal};
use crate::limit::subscriber;
use crate::protocol::{ClientCapabilities, LogLevel, ProtocolVersion};
use crate::seal::Single;

/// What the request says about itself.
pub(crate) struct CallFacts {
    pub(crate) version: ProtocolVersion,
    pub(crate) capabilities: ClientCapabilities,
    /// `None`: the client wants no log messages.
    pub(crate) log_level: Option<LogLevel>,
    /// The JSON text of the progress token.
    pub(crate) progress_token: Option<Bytes>,
    /// What is known from rounds before, where this is not the first.
    pub(crate) memory: Option<Box<Memory>>,
    /// The state that it came with, where that is good for one use.
    pub(crate) single: Option<Single>,
    /// It carries answers or a state: it is not the first round, or claims so.
    pub(crate) is_repeated: bool,
    /// The whole message, in which `_meta` is looked up on demand.
    pub(crate) message: Bytes,
}

impl CallFacts {
    /// The URI that a resource was asked for by.
    pub(super) fn uri(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Message {
            params: Params,
        }
        #[derive(Deserialize)]
        struct Params {
            uri: String,
        }
        let message: Message = serde_json::from_slice(&self.message).ok()?;
        Some(message.params.uri)
    }

    /// Searches the message for `_meta`; few calls ask for it.
    pub(super) fn meta(&self) -> Option<Bytes> {
        #[derive(Deserialize)]
        struct Message<'a> {
            #[serde(borrow)]
            params: Params<'a>,
        }
        #[derive(Deserialize)]
        struct Params<'a> {
            #[serde(borrow, rename = "_meta")]
            meta: &'a RawValue,
        }
        let message: Message<'_> = serde_json::from_slice(&self.message).ok()?;
        Some(self.message.slice_ref(message.params.meta.get().as_bytes()))
    }
}

/// What the transport says about the request.
#[derive(Default)]
pub(crate) struct TransportFacts {
    pub(crate) headers: http::HeaderMap,
    pub(crate) visitor: Visitor,
    /// How a client of an older revision is asked.
    pub(crate) askable: Option<Askable>,
}

/// Who is at the other end, and as whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visitor {
    pub(crate) remote: Remote,
    pub(crate) principal: Option<Principal>,
}

/// The other end of a connection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Remote {
    /// The process that holds our standard streams.
    #[default]
    Process,
    /// An HTTP client on the network, as far as trusted proxies tell.
    Peer(SocketAddr),
    /// An HTTP client on a Unix socket, and its user id where it is known.
    #[cfg(feature = "http")]
    Local(Option<u32>),
    /// An HTTP client of whom the application told nothing.
    #[cfg(feature = "http")]
    Unknown,
}

impl Remote {
    /// Whose guesses its wrong credentials are.
    pub(crate) fn origin(self) -> Origin {
        match self {
            Self::Process => Origin::Process,
            Self::Peer(peer) => Origin::Address(peer.ip()),
            #[cfg(feature = "http")]
            Self::Local(user) => Origin::Local(user),
            #[cfg(feature = "http")]
            Self::Unknown => Origin::Unknown,
        }
    }

    /// The address of a client on the network.
    #[cfg(fuzzing)]
    pub(crate) fn address(self) -> Option<std::net::IpAddr> {
        if let Self::Peer(peer) = self { Some(peer.ip().to_canonical()) } else { None }
    }

    /// Whether refusals can be HTTP's: a status, and a challenge.
    pub(crate) fn is_http(self) -> bool {
        self != Self::Process
    }
}

impl Visitor {
    /// Whom what it is given belongs to: the principal's id, or nothing.
    pub(crate) fn owner(&self) -> &str {
        self.principal.as_ref().map_or("", |principal| principal.id())
    }

    /// Who calls, as limits and records know it.
    pub(crate) fn caller(&self) -> Caller {
        if let Some(principal) = &self.principal {
            return Caller::Principal(principal.id().clone());
        }
        match self.remote {
            Remote::Process => Caller::Process,
            Remote::Peer(peer) => Caller::Peer(subscriber(peer.ip())),
            #[cfg(feature = "http")]
            Remote::Local(Some(user)) => Caller::User(user),
            #[cfg(feature = "http")]
            Remote::Local(None) | Remote::Unknown => Caller::Unknown,
        }
    }
}
