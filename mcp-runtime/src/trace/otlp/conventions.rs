//! The names of OpenTelemetry's semantic conventions for MCP.

use opentelemetry::KeyValue;

use crate::protocol::ProtocolVersion;
use crate::usage::Kind;

pub(super) const METHOD: &str = "mcp.method.name";
pub(super) const TOOL: &str = "gen_ai.tool.name";
pub(super) const PROMPT: &str = "gen_ai.prompt.name";
/// This server's own: the URI itself has as many values as there are.
pub(super) const RESOURCE: &str = "mcp.resource.name";
pub(super) const OPERATION: &str = "gen_ai.operation.name";
pub(super) const VERSION: &str = "mcp.protocol.version";
pub(super) const SESSION: &str = "mcp.session.id";
pub(super) const REQUEST: &str = "jsonrpc.request.id";
pub(super) const ERROR: &str = "error.type";
pub(super) const STATUS: &str = "rpc.response.status_code";
pub(super) const TRANSPORT: &str = "network.transport";
pub(super) const PROTOCOL: &str = "network.protocol.name";
pub(super) const CLIENT: &str = "client.address";
pub(super) const CLIENT_PORT: &str = "client.port";

pub(super) const DURATION: &str = "mcp.server.operation.duration";
pub(super) const DURATION_TEXT: &str = "MCP request or notification duration as observed on the \
     receiver from the time it was received until the result or ack is sent.";
pub(super) const SESSIONS: &str = "mcp.server.session.duration";
pub(super) const SESSIONS_TEXT: &str =
    "The duration of the MCP session as observed on the MCP server.";
/// In seconds.
pub(super) const BUCKETS: [f64; 14] =
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0];

/// What is below MCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    Pipe,
    Tcp,
    Unix,
}

/// What a request was, in words of which there are few: they name spans and
/// tell time series apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labels {
    pub(crate) method: &'static str,
    /// What was called, where it is known.
    pub(crate) called: Option<(Kind, &'static str)>,
    pub(crate) version: Option<ProtocolVersion>,
    pub(crate) network: Network,
}

/// The name of a method; those that no server knows are the caller's text,
/// and have one name together.
pub(crate) fn method(name: &str) -> &'static str {
    const KNOWN: [&str; 18] = [
        "tools/call",
        "tools/list",
        "prompts/get",
        "prompts/list",
        "resources/read",
        "resources/list",
        "resources/templates/list",
        "completion/complete",
        "server/discover",
        "initialize",
        "ping",
        "logging/setLevel",
        "subscriptions/listen",
        "resources/subscribe",
        "resources/unsubscribe",
        "tasks/get",
        "tasks/update",
        "tasks/cancel",
    ];
    KNOWN.into_iter().find(|known| *known == name).unwrap_or("_OTHER")
}

/// Whether a JSON-RPC error is one of the server. The others say that the
/// caller asked for what cannot be served.
pub(super) fn is_error(status: i32) -> bool {
    !matches!(status, -32700 | -32602..=-32600 | -32002)
}

impl Labels {
    /// `{mcp.method.name} {target}`.
    pub(super) fn span_name(&self) -> String {
        self.called
            .map_or_else(|| self.method.to_owned(), |(_, name)| format!("{} {name}", self.method))
    }

    /// What spans and metrics have in common, with room for more.
    pub(super) fn attributes(&self, more: usize) -> Vec<KeyValue> {
        let mut all = Vec::with_capacity(6 + more);
        all.push(KeyValue::new(METHOD, self.method));
        match self.called {
            Some((Kind::Tool, name)) => {
                all.push(KeyValue::new(TOOL, name));
                all.push(KeyValue::new(OPERATION, "execute_tool"));
            }
            Some((Kind::Prompt, name)) => all.push(KeyValue::new(PROMPT, name)),
            Some((Kind::Resource, name)) => all.push(KeyValue::new(RESOURCE, name)),
            // Its name is that of the request.
            Some((Kind::Method, _)) | None => {}
        }
        if let Some(version) = self.version {
            all.push(KeyValue::new(VERSION, version.as_str()));
        }
        let transport = match self.network {
            Network::Pipe => "pipe",
            Network::Tcp => "tcp",
            Network::Unix => "unix",
        };
        all.push(KeyValue::new(TRANSPORT, transport));
        if self.network != Network::Pipe {
            all.push(KeyValue::new(PROTOCOL, "http"));
        }
        all
    }
}
