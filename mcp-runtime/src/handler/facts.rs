use std::net::SocketAddr;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Caller;
use crate::protocol::{ClientCapabilities, LogLevel, ProtocolVersion};

/// What the request says about itself.
pub(crate) struct CallFacts {
    pub(crate) version: ProtocolVersion,
    pub(crate) capabilities: ClientCapabilities,
    /// `None`: the client wants no log messages.
    pub(crate) log_level: Option<LogLevel>,
    /// The JSON text of the progress token.
    pub(crate) progress_token: Option<Bytes>,
    /// The whole message, in which `_meta` is looked up on demand.
    pub(crate) message: Bytes,
}

impl TransportFacts {
    /// Who calls, as far as the transport knows.
    pub(crate) fn caller(&self) -> Caller {
        self.peer.map_or(Caller::Process, |peer| Caller::Peer(peer.ip().to_canonical()))
    }
}

impl CallFacts {
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
    pub(crate) peer: Option<SocketAddr>,
}
