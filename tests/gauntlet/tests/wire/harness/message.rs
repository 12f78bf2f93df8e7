use serde_json::{Value, json};

use super::Call;

/// A way to speak the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    /// Each request says all there is to know.
    Modern,
    /// A handshake comes first.
    Legacy,
}

impl Era {
    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Modern => "2026-07-28",
            Self::Legacy => "2025-11-25",
        }
    }

    pub(super) fn request(self, id: u64, method: &str, mut params: Value) -> Value {
        if self == Self::Modern {
            let meta = &mut params["_meta"];
            meta["io.modelcontextprotocol/protocolVersion"] = self.version().into();
            meta["io.modelcontextprotocol/clientCapabilities"] = json!({});
        }
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
    }

    pub(super) fn call(self, id: u64, call: &Call<'_>) -> Value {
        let Call { tool, arguments, meta, .. } = call;
        self.request(id, "tools/call", json!({"name": tool, "arguments": arguments, "_meta": meta}))
    }
}

/// The first message of the handshake.
pub(super) fn initialize() -> Value {
    let params = json!({
        "protocolVersion": Era::Legacy.version(), "capabilities": {},
        "clientInfo": {"name": "gauntlet-tests", "version": "1"},
    });
    Era::Legacy.request(0, "initialize", params)
}

pub(super) fn initialized() -> Value {
    json!({"jsonrpc": "2.0", "method": "notifications/initialized"})
}

pub(super) fn cancelled(id: u64) -> Value {
    json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}})
}
