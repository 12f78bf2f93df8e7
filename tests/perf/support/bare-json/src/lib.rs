//! The JSON work of a server with two tools, written by hand with serde: what
//! someone would write who needs no SDK.
//!
//! The answers are, byte for byte, those of `perf-server`; the script checks
//! that before it measures. Nothing else of the protocol is here: no header
//! is validated, no deadline kept, no panic caught.

mod answer;
mod request;
mod tools;

pub use answer::Answer;
pub use request::Request;

/// Answers one request.
pub fn handle(request: Request<'_>) -> Answer<'_> {
    let id = request.id;
    if request.jsonrpc != "2.0" {
        return Answer::error(id, -32600, "the member \"jsonrpc\" must be \"2.0\"");
    }
    if request.params.meta.protocol_version != "2026-07-28" {
        return Answer::error(id, -32022, "Unsupported protocol version");
    }
    match &*request.method {
        "tools/call" => match tools::call(&request.params) {
            Ok(text) => Answer::text(id, text),
            Err(message) => Answer::error(id, -32602, &message),
        },
        "tools/list" => Answer::list(id, tools::list()),
        _ => Answer::error(id, -32601, "no such method"),
    }
}
