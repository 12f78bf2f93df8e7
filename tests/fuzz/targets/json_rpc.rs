//! The JSON-RPC parser against a parser of JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_runtime::__fuzz::{Parsed, message, peeked};
use serde_json::Value;
use serde_json::value::RawValue;

fuzz_target!(|bytes: &[u8]| {
    judge(bytes);
});

fn judge(bytes: &[u8]) {
    // Refuses some that the parser may accept: deep nesting, half surrogates.
    let json = serde_json::from_slice::<Value>(bytes).ok();
    match message(bytes) {
        Parsed::Request { id, method, members, answer } => {
            assert_eq!(peeked(bytes).as_deref(), Some(&*id), "peeking finds another id");
            for cut in (0..16).map(|part| bytes.len() * part / 16) {
                let peeked = peeked(&bytes[..cut]);
                assert!(peeked.is_none_or(|peeked| peeked == id), "the first {cut} bytes");
            }
            assert_eq!(id_of(&answer).as_deref(), Some(&*id), "the answer is to another request");
            part_of(bytes, members.iter().chain([&id]));
            if let Some(json) = json {
                assert!(json["id"].is_string() || json["id"].is_number(), "{}", json["id"]);
                assert_eq!((&json["jsonrpc"], &json["method"]), (&"2.0".into(), &method.into()));
            }
        }
        Parsed::Notification { method, members } => {
            part_of(bytes, &members);
            if let Some(json) = json {
                assert!(json.get("id").is_none(), "this is a request");
                assert_eq!((&json["jsonrpc"], &json["method"]), (&"2.0".into(), &method.into()));
            }
        }
        Parsed::Response => {
            if let Some(json) = json {
                assert!(json.get("id").is_some() && json.get("method").is_none());
                assert!(json.get("result").is_some() != json.get("error").is_some());
            }
        }
        Parsed::Batch(elements) => {
            assert!(elements.len() <= 64);
            part_of(bytes, &elements);
            if let Some(json) = json {
                assert_eq!(json.as_array().map(Vec::len), Some(elements.len()));
            }
            for element in elements {
                let is_json = serde_json::from_str::<Value>(&element).is_ok();
                let parsed = message(element.as_bytes());
                let is_syntax = matches!(parsed, Parsed::Malformed { is_syntax: true, .. });
                assert!(!(is_syntax && is_json), "this is JSON");
            }
        }
        Parsed::Malformed { id, is_syntax, answer } => {
            assert!(!(is_syntax && json.is_some()), "this is JSON");
            part_of(bytes, &id);
            let answered = id_of(&answer).filter(|id| id != "null");
            assert_eq!(answered, id, "the answer is to another request");
        }
    }
}

/// The id that an answer has; the answer must be JSON.
fn id_of(answer: &[u8]) -> Option<String> {
    let answer: std::collections::BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(answer).expect("answers are JSON");
    answer.get("id").map(|id| id.get().to_owned())
}

/// What was found stands in the message.
fn part_of<'a>(bytes: &[u8], texts: impl IntoIterator<Item = &'a String>) {
    let message = String::from_utf8_lossy(bytes);
    for text in texts {
        assert!(message.contains(&**text), "{text} is not in the message");
    }
}
