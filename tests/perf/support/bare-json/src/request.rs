use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// A request of revision 2026-07-28.
#[derive(Debug, Deserialize)]
pub struct Request {
    pub(crate) jsonrpc: String,
    pub(crate) id: Box<RawValue>,
    pub(crate) method: String,
    pub(crate) params: Params,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Params {
    pub(crate) name: Option<String>,
    pub(crate) arguments: Option<Box<RawValue>>,
    #[serde(rename = "_meta")]
    pub(crate) meta: Meta,
}

/// Every request says which revision it follows and what its client can do.
#[derive(Debug, Deserialize)]
pub(crate) struct Meta {
    #[serde(rename = "io.modelcontextprotocol/protocolVersion")]
    pub(crate) protocol_version: String,
    #[serde(rename = "io.modelcontextprotocol/clientCapabilities")]
    _capabilities: Capabilities,
    #[serde(rename = "io.modelcontextprotocol/clientInfo")]
    _client: Option<Client>,
}

#[derive(Debug, Deserialize)]
struct Capabilities {
    #[serde(rename = "sampling")]
    _sampling: Option<IgnoredAny>,
    #[serde(rename = "elicitation")]
    _elicitation: Option<IgnoredAny>,
}

#[derive(Debug, Deserialize)]
struct Client {
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "version")]
    _version: String,
}
