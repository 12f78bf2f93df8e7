use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// A request of revision 2026-07-28, borrowed from the message.
#[derive(Debug, Deserialize)]
pub struct Request<'a> {
    #[serde(borrow)]
    pub(crate) jsonrpc: Cow<'a, str>,
    pub(crate) id: &'a RawValue,
    #[serde(borrow)]
    pub(crate) method: Cow<'a, str>,
    pub(crate) params: Params<'a>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Params<'a> {
    #[serde(borrow)]
    pub(crate) name: Option<Cow<'a, str>>,
    pub(crate) arguments: Option<&'a RawValue>,
    #[serde(borrow, rename = "_meta")]
    pub(crate) meta: Meta<'a>,
}

/// Every request says which revision it follows and what its client can do.
#[derive(Debug, Deserialize)]
pub(crate) struct Meta<'a> {
    #[serde(borrow, rename = "io.modelcontextprotocol/protocolVersion")]
    pub(crate) protocol_version: Cow<'a, str>,
    #[serde(rename = "io.modelcontextprotocol/clientCapabilities")]
    _capabilities: Capabilities,
    #[serde(borrow, rename = "io.modelcontextprotocol/clientInfo")]
    _client: Option<Client<'a>>,
}

#[derive(Debug, Deserialize)]
struct Capabilities {
    #[serde(rename = "sampling")]
    _sampling: Option<IgnoredAny>,
    #[serde(rename = "elicitation")]
    _elicitation: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Client<'a> {
    #[serde(borrow, rename = "name")]
    _name: Cow<'a, str>,
    #[serde(borrow, rename = "version")]
    _version: Cow<'a, str>,
}
