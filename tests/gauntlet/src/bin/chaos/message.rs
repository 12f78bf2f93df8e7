use serde_json::{Value, json};

use crate::plan::{Call, Malformed};

/// A way to speak the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Era {
    Modern,
    Legacy,
}

impl Era {
    pub(crate) fn of(index: u64) -> Self {
        if index.is_multiple_of(2) { Self::Modern } else { Self::Legacy }
    }

    pub(crate) fn version(self) -> &'static str {
        match self {
            Self::Modern => "2026-07-28",
            Self::Legacy => "2025-11-25",
        }
    }

    fn request(self, id: u64, method: &str, mut params: Value) -> Value {
        if self == Self::Modern {
            let meta = &mut params["_meta"];
            meta["io.modelcontextprotocol/protocolVersion"] = self.version().into();
            meta["io.modelcontextprotocol/clientCapabilities"] = json!({});
        }
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
    }

    pub(crate) fn call(self, id: u64, call: &Call) -> Vec<u8> {
        let mut params = json!({"name": call.tool, "arguments": call.arguments, "_meta": {}});
        if let Some(key) = &call.key {
            params["_meta"]["idempotencyKey"] = key.as_str().into();
        }
        if call.wants_progress {
            params["_meta"]["progressToken"] = id.into();
        }
        self.request(id, "tools/call", params).to_string().into_bytes()
    }
}

impl Malformed {
    pub(crate) fn message(self, era: Era, id: u64) -> Vec<u8> {
        let call = |name: &str, arguments: Value| {
            era.request(
                id,
                "tools/call",
                json!({"name": name, "arguments": arguments, "_meta": {}}),
            )
        };
        let whole = call("echo", json!({"text": "whole"})).to_string();
        match self {
            Self::NotJson => b"{no JSON at all}".to_vec(),
            Self::Cut => whole[..whole.len() / 2].into(),
            Self::NotUtf8 => {
                let mut bytes = whole.into_bytes();
                let inside = bytes.len() - 6;
                bytes[inside] = 0xff;
                bytes
            }
            Self::OldJsonRpc => whole.replace("\"2.0\"", "\"1.0\"").into_bytes(),
            Self::UnknownMethod => era.request(id, self.method(), json!({})).to_string().into(),
            Self::UnknownTool => call(self.tool(), json!({})).to_string().into(),
            Self::ListOfArguments => call(self.tool(), json!([1])).to_string().into(),
            Self::TooLong => {
                call("echo", json!({"text": "x".repeat((4 << 20) + 1)})).to_string().into()
            }
        }
    }

    pub(crate) fn method(self) -> &'static str {
        if matches!(self, Self::UnknownMethod) { "tools/juggle" } else { "tools/call" }
    }

    pub(crate) fn tool(self) -> &'static str {
        if matches!(self, Self::UnknownTool) { "juggle" } else { "echo" }
    }
}

pub(crate) fn initialize() -> Vec<u8> {
    let params = json!({
        "protocolVersion": Era::Legacy.version(), "capabilities": {},
        "clientInfo": {"name": "chaos", "version": "1"},
    });
    Era::Legacy.request(0, "initialize", params).to_string().into()
}

pub(crate) fn cancelled(id: u64) -> Vec<u8> {
    let params = json!({"requestId": id});
    json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params})
        .to_string()
        .into()
}
