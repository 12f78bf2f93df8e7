//! Whose trace a request joins.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use opentelemetry_proto::tonic::trace::v1::Span;
use serde_json::json;

use crate::collector::{Collector, attribute, hex};
use crate::support::{Process, address, call};
use crate::{SPAN, TRACE, parent, traced, with_meta};

const OUTER_TRACE: &str = "11111111111111111111111111111111";
const OUTER_SPAN: &str = "2222222222222222";

/// The server span of one call over HTTP.
fn served(meta: &serde_json::Value, header: Option<&str>) -> Span {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.args(["--http", "127.0.0.1:0"]);
    let mut process = Process::spawn_piped(command);
    let request = with_meta(call(1, "add", &json!({"a": 1, "b": 2})), meta).to_string();
    let header = header.map(|value| format!("traceparent: {value}\r\n")).unwrap_or_default();
    let mut stream = TcpStream::connect(address(&process)).expect("the server listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(
        stream,
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: add\r\n\
         Content-Length: {}\r\n\r\n{request}",
        request.len()
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("a response");
    assert!(response.contains("\"text\":\"3\""), "{response}");
    process.signal(rustix::process::Signal::TERM);
    assert!(process.wait().success());
    let span = collector.span("tools/call add");
    for (key, value) in [
        ("network.transport", "tcp"),
        ("network.protocol.name", "http"),
        ("client.address", "127.0.0.1"),
    ] {
        assert_eq!(attribute(&span.attributes, key).as_deref(), Some(value), "{key}");
    }
    assert!(attribute(&span.attributes, "client.port").is_some());
    span
}

fn belongs(span: &Span) -> (String, String) {
    (hex(&span.trace_id), hex(&span.parent_span_id))
}

#[test]
fn the_header_is_the_parent_where_the_message_says_nothing() {
    let span = served(&json!({}), Some(&parent(OUTER_TRACE, OUTER_SPAN)));
    assert_eq!(belongs(&span), (OUTER_TRACE.into(), OUTER_SPAN.into()));
    assert!(span.links.is_empty());
}

#[test]
fn the_message_is_the_parent_and_the_header_a_link_where_both_speak() {
    let meta = json!({"traceparent": parent(TRACE, SPAN)});
    let span = served(&meta, Some(&parent(OUTER_TRACE, OUTER_SPAN)));
    assert_eq!(belongs(&span), (TRACE.into(), SPAN.into()));
    let links: Vec<_> = span.links.iter().map(|link| hex(&link.span_id)).collect();
    assert_eq!(links, [OUTER_SPAN]);
}

#[test]
fn what_is_no_traceparent_is_not_there() {
    let header = parent(OUTER_TRACE, OUTER_SPAN);
    for broken in [json!("00-zz-1-01"), json!(7), json!(parent(&"0".repeat(32), SPAN))] {
        let span = served(&json!({"traceparent": broken}), Some(&header));
        assert_eq!(belongs(&span), (OUTER_TRACE.into(), OUTER_SPAN.into()));
    }
    let span = served(&json!({"traceparent": "00"}), Some("none"));
    assert!(span.parent_span_id.is_empty() && span.links.is_empty());
    assert_eq!(span.trace_id.len(), 16);
}
