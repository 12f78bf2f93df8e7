//! Writing JSON-RPC messages into one buffer.

use std::time::Duration;

use serde::Serialize;

use super::{Fault, Id};

/// Room for the envelope around a small result, so that a typical answer is
/// one allocation.
const TYPICAL: usize = 384;

/// Starts `{"jsonrpc":"2.0","id":…,"result":` in a fresh buffer.
pub(crate) fn open_result(id: Id<'_>, expected: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(expected + TYPICAL);
    out.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    out.extend_from_slice(id.as_json().as_bytes());
    out.extend_from_slice(b",\"result\":");
    out
}

/// Appends `value` as JSON. Only types that always serialize are passed here.
pub(crate) fn json(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    let before = out.len();
    if let Err(error) = serde_json::to_writer(&mut *out, value) {
        // A user's map with non-string keys can get here; `null` keeps the
        // message well-formed and the log names the cause.
        tracing::error!(%error, "a value does not serialize to JSON; sending null");
        out.truncate(before);
        out.extend_from_slice(b"null");
    }
}

/// A whole error response. Without an id the member is left out: the schema
/// of 2026-07-28 knows no `null` id.
pub(crate) fn error(
    id: Option<Id<'_>>,
    fault: Fault,
    message: &str,
    data: Option<&serde_json::Value>,
) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + TYPICAL);
    out.extend_from_slice(b"{\"jsonrpc\":\"2.0\",");
    if let Some(id) = id {
        out.extend_from_slice(b"\"id\":");
        out.extend_from_slice(id.as_json().as_bytes());
        out.push(b',');
    }
    out.extend_from_slice(b"\"error\":{\"code\":");
    json(&mut out, &fault.code());
    out.extend_from_slice(b",\"message\":");
    json(&mut out, message);
    if let Some(data) = data {
        out.extend_from_slice(b",\"data\":");
        json(&mut out, data);
    }
    out.extend_from_slice(b"}}");
    out
}

/// A whole request of ours.
pub(crate) fn request(id: &str, method: &str, params: &(impl Serialize + ?Sized)) -> Vec<u8> {
    let mut out = Vec::with_capacity(TYPICAL);
    out.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"id\":");
    json(&mut out, id);
    out.extend_from_slice(b",\"method\":");
    json(&mut out, method);
    out.extend_from_slice(b",\"params\":");
    json(&mut out, params);
    out.push(b'}');
    out
}

/// A whole notification.
pub(crate) fn notification(method: &str, params: &(impl Serialize + ?Sized)) -> Vec<u8> {
    let mut out = Vec::with_capacity(TYPICAL);
    out.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"method\":");
    json(&mut out, method);
    out.extend_from_slice(b",\"params\":");
    json(&mut out, params);
    out.push(b'}');
    out
}

/// A time in whole milliseconds, up to what every client can count.
pub(crate) fn millis(time: Duration) -> u64 {
    const MOST: u64 = (1 << 53) - 1;
    u64::try_from(time.as_millis()).unwrap_or(MOST).min(MOST)
}
