//! What a call's request says of itself, and who sent it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::net::SocketAddr;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Context;
use crate::auth::Principal;
use crate::handler::{Caller, Remote};
use crate::protocol::{ClientCapabilities, ProtocolVersion, meta_key};
use crate::trace::TraceContext;

impl Context {
    /// The protocol revision of the request.
    pub fn protocol_version(&self) -> ProtocolVersion {
        self.0.facts.version
    }

    /// What the client declared it can do.
    pub fn client_capabilities(&self) -> ClientCapabilities {
        self.0.facts.capabilities
    }

    /// Reads one member of the request's `_meta`; `None` where it is absent
    /// or not a `T`.
    pub fn meta<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let value = self.meta_member(key)?;
        serde_json::from_str(value.get()).ok()
    }

    /// The settings with which the client has declared an extension, such as
    /// `io.modelcontextprotocol/ui`; `None` where it has not, where they do not
    /// fit `T`, and in revisions before 2026-07-28, which have no extensions.
    pub fn client_extension<T: DeserializeOwned>(&self, identifier: &str) -> Option<T> {
        if !self.protocol_version().is_modern() {
            return None;
        }
        let declared = self.meta_member(meta_key::CLIENT_CAPABILITIES)?;
        let settings = ClientCapabilities::extension(declared, identifier)?;
        serde_json::from_str(settings.get()).ok()
    }

    /// The client's self-reported name and version, for display only.
    pub fn client_info(&self) -> Option<serde_json::Value> {
        self.meta(meta_key::CLIENT_INFO)
    }

    /// Where this call stands in its caller's trace, to be handed on to the
    /// services that it calls: what `_meta` says of it, else the HTTP headers
    /// (`traceparent`, `tracestate`, `baggage`). With the feature `otlp` and
    /// a collector it names the span that the code runs in.
    pub fn trace_context(&self) -> TraceContext {
        let incoming = TraceContext::read(|name| self.meta(name))
            .or(TraceContext::of_headers(&self.0.transport.headers));
        #[cfg(feature = "otlp")]
        if let Some(span) = self.span() {
            return span.outgoing(incoming);
        }
        incoming
    }

    /// An HTTP request header; `None` on other transports.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.transport.headers.get(name)?.to_str().ok()
    }

    pub(super) fn raw_header(&self, name: &str) -> Option<&http::HeaderValue> {
        self.0.transport.headers.get(name)
    }

    /// The address of the HTTP client, as far as trusted proxies tell; `None`
    /// on other transports.
    pub fn peer(&self) -> Option<SocketAddr> {
        if let Remote::Peer(peer) = self.0.transport.visitor.remote { Some(peer) } else { None }
    }

    /// Who calls, if it proved who it is.
    pub fn principal(&self) -> Option<&Principal> {
        self.0.transport.visitor.principal.as_ref()
    }

    /// Who calls, as limits and records know it: its principal, else the
    /// address of the HTTP client without its port (of IPv6, its /64 network),
    /// else the user at the other end of a Unix socket or the process at the
    /// other end of stdio.
    pub fn caller(&self) -> Caller {
        self.0.transport.visitor.caller()
    }

    pub(crate) fn remote(&self) -> Remote {
        self.0.transport.visitor.remote
    }

    pub(super) fn meta_member(&self, key: &str) -> Option<&RawValue> {
        let meta = self.0.meta.get_or_init(|| self.0.facts.meta()).as_ref()?;
        let mut members: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(meta).ok()?;
        members.remove(key)
    }
}
