//! The wire: JSON-RPC framing and the MCP message shapes of every supported
//! revision, parsed from borrowed bytes and written straight into one buffer.
//!
//! Nothing here knows tools, guards or transports.

mod batch;
mod cache;
mod capabilities;
pub mod content;
mod envelope;
mod id;
mod jsonrpc;
mod lenient;
pub(crate) mod level;
mod meta;
mod params;
mod peek;
mod raw;
mod version;
pub(crate) mod write;

pub use cache::CacheScope;
pub use capabilities::ClientCapabilities;
pub(crate) use id::{Id, IdBuf};
pub(crate) use jsonrpc::{Fault, Malformed, Message, Request, Response, parse};
pub use level::LogLevel;
pub(crate) use meta::Meta;
pub(crate) use params::{Params, Shape};
pub(crate) use peek::{Peek, peek_id};
pub(crate) use raw::{is_object, raw_str};
pub use version::ProtocolVersion;

/// The extension by which calls become tasks.
pub(crate) const TASKS: &str = "io.modelcontextprotocol/tasks";

/// `_meta` keys that the 2026-07-28 revision reserves (basic/index, "`_meta`").
pub mod meta_key {
    /// The protocol version of this request. Required on every request.
    pub const PROTOCOL_VERSION: &str = "io.modelcontextprotocol/protocolVersion";
    /// Who sends the request; self-reported, for display only.
    pub const CLIENT_INFO: &str = "io.modelcontextprotocol/clientInfo";
    /// What the client can do for this request. Required on every request.
    pub const CLIENT_CAPABILITIES: &str = "io.modelcontextprotocol/clientCapabilities";
    /// The lowest log level the client wants for this request.
    pub const LOG_LEVEL: &str = "io.modelcontextprotocol/logLevel";
    /// Who answers; self-reported, for display only.
    pub const SERVER_INFO: &str = "io.modelcontextprotocol/serverInfo";
    /// Tells a repetition of a call from a new one; this runtime's own.
    pub const IDEMPOTENCY_KEY: &str = "idempotencyKey";
    /// Ties a notification to the subscription it belongs to.
    pub const SUBSCRIPTION_ID: &str = "io.modelcontextprotocol/subscriptionId";
}
