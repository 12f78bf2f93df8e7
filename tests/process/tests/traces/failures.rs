//! How a span says that its request failed.

use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use serde_json::json;

use crate::collector::{Collector, attribute};
use crate::support::Process;
use crate::{SECRET, finished, traced};

#[test]
fn a_failed_call_has_its_code_and_never_its_message() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    process.call(1, "fail", &json!({"code": "NOTE_LOCKED", "secret": SECRET}));
    process.receive();
    process.call(2, "add", &json!({"a": SECRET, "b": 2}));
    process.receive();
    process.call(3, "block", &json!({"ms": 2_000}));
    process.receive();
    finished(process);
    for (name, code) in [
        ("tools/call fail", "NOTE_LOCKED"),
        ("tools/call add", "INVALID_INPUT"),
        ("tools/call block", "TIMEOUT"),
    ] {
        let span = collector.span(name);
        assert_eq!(attribute(&span.attributes, "error.type").as_deref(), Some(code));
        assert_eq!(attribute(&span.attributes, "rpc.response.status_code"), None);
        let status = span.status.expect("a status");
        assert_eq!((status.code(), status.message.as_str()), (StatusCode::Error, ""));
    }
    assert!(!collector.text().contains(SECRET));
}

#[test]
fn a_tool_that_is_not_there_is_not_named() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    process.call(1, SECRET, &json!({}));
    process.receive();
    finished(process);
    let span = collector.span("tools/call");
    assert_eq!(attribute(&span.attributes, "rpc.response.status_code").as_deref(), Some("-32602"));
    assert_eq!(attribute(&span.attributes, "error.type"), None);
    assert_eq!(span.status.unwrap_or_default().code(), StatusCode::Unset);
    assert!(!collector.text().contains(SECRET));
}

#[test]
fn a_call_that_is_given_up_says_so() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.env("OTEL_BSP_SCHEDULE_DELAY", "20");
    let mut process = Process::spawn_piped(command);
    process.call(1, "nap", &json!({"ms": 25_000}));
    process.send(&json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
        "params": {"requestId": 1}}));
    let span = collector.await_span("tools/call nap");
    assert_eq!(attribute(&span.attributes, "error.type").as_deref(), Some("CANCELLED"));
    finished(process);
}
