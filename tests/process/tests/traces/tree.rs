//! The spans of one call, and how they hang together.

use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use serde_json::json;

use crate::collector::{Collector, attribute, hex};
use crate::support::{Process, call};
use crate::{SECRET, SPAN, TRACE, finished, parent, structured, traced, with_meta};

#[test]
fn a_call_is_a_server_span_with_its_handlers_spans_below() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    // What is logged says nothing of what is traced.
    command.env("RUST_LOG", "error").env("OTEL_EXPORTER_OTLP_HEADERS", "x-team=notes");
    let mut process = Process::spawn_piped(command);
    let meta = json!({
        "traceparent": parent(TRACE, SPAN), "tracestate": "rojo=1", "baggage": "tenant=acme",
    });
    process.send(&with_meta(call(7, "work", &json!({"secret": SECRET})), &meta));
    let answer = process.receive();
    finished(process);

    let (server, outer, inner) =
        (collector.span("tools/call work"), collector.span("outer"), collector.span("inner"));
    assert_eq!(server.kind(), SpanKind::Server);
    assert_eq!((hex(&server.trace_id), hex(&server.parent_span_id)), (TRACE.into(), SPAN.into()));
    assert_eq!(server.trace_state, "rojo=1");
    assert_eq!((&outer.trace_id, &inner.trace_id), (&server.trace_id, &server.trace_id));
    assert_eq!(outer.parent_span_id, server.span_id);
    assert_eq!(inner.parent_span_id, outer.span_id);
    assert_eq!(outer.events[0].name, "half done");
    assert!(server.end_time_unix_nano >= outer.end_time_unix_nano);
    for (key, value) in [
        ("mcp.method.name", Some("tools/call")),
        ("mcp.protocol.version", Some("2026-07-28")),
        ("gen_ai.tool.name", Some("work")),
        ("gen_ai.operation.name", Some("execute_tool")),
        ("jsonrpc.request.id", Some("7")),
        ("network.transport", Some("pipe")),
        ("network.protocol.name", None),
        ("error.type", None),
        ("rpc.response.status_code", None),
        ("mcp.session.id", None),
        ("client.address", None),
    ] {
        assert_eq!(attribute(&server.attributes, key).as_deref(), value, "{key}");
    }
    assert_eq!(server.status.unwrap_or_default().code(), StatusCode::Unset);

    let handed_on = structured(&answer);
    assert_eq!(handed_on["parent"], parent(TRACE, &hex(&inner.span_id)));
    assert_eq!(
        (&handed_on["state"], &handed_on["baggage"]),
        (&json!("rojo=1"), &json!("tenant=acme"))
    );

    let resource = collector.resource();
    let of = |key| attribute(&resource.attributes, key);
    assert_eq!(of("service.name").as_deref(), Some("process-tests"));
    assert_eq!(of("service.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(of("service.instance.id").map(|id| id.len()), Some(36));
    let sent = collector.text();
    assert!(sent.contains("x-team: notes") && sent.contains("application/x-protobuf"));
    assert!(!sent.contains(SECRET), "an argument was sent");
}

#[test]
fn a_function_that_blocks_has_its_spans_below_the_call_too() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    process.call(1, "dig", &json!({}));
    let answer = process.receive();
    finished(process);
    let (server, digging) = (collector.span("tools/call dig"), collector.span("digging"));
    assert_eq!(digging.parent_span_id, server.span_id);
    assert!(server.parent_span_id.is_empty());
    let expected = parent(&hex(&server.trace_id), &hex(&digging.span_id));
    assert_eq!(structured(&answer)["parent"], expected);
}

#[test]
fn calls_at_once_keep_their_spans_apart() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    let count = 20;
    for id in 1..=count {
        process.call(id, "work", &json!({"secret": "x"}));
    }
    for _ in 1..=count {
        process.receive();
    }
    finished(process);
    let spans = collector.spans();
    let servers = spans.iter().filter(|span| span.name == "tools/call work");
    let mut traces = std::collections::HashSet::new();
    for server in servers {
        assert!(traces.insert(server.trace_id.clone()));
        let below = |above: &[u8]| {
            let mut all = spans.iter().filter(|span| span.parent_span_id == above);
            let one = all.next().expect("a span below");
            assert!(all.next().is_none() && one.trace_id == server.trace_id);
            one
        };
        assert_eq!(below(&server.span_id).name, "outer");
        assert_eq!(below(&below(&server.span_id).span_id).name, "inner");
    }
    assert_eq!(traces.len(), count as usize);
}

#[test]
fn the_environment_names_the_service_and_chooses_what_is_sampled() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command
        .env("OTEL_SERVICE_NAME", "alpha")
        .env("OTEL_RESOURCE_ATTRIBUTES", "service.version=9,deployment.environment.name=test")
        .env("OTEL_TRACES_SAMPLER", "parentbased_always_off");
    let mut process = Process::spawn_piped(command);
    process.call(1, "work", &json!({"secret": "x"}));
    process.receive();
    let meta = json!({"traceparent": parent(TRACE, SPAN)});
    process.send(&with_meta(call(2, "dig", &json!({})), &meta));
    process.receive();
    finished(process);
    assert!(collector.spans().iter().all(|span| hex(&span.trace_id) == TRACE));
    let resource = collector.resource();
    let of = |key| attribute(&resource.attributes, key);
    assert_eq!(of("service.name").as_deref(), Some("alpha"));
    assert_eq!(of("service.version").as_deref(), Some("9"));
    assert_eq!(of("deployment.environment.name").as_deref(), Some("test"));
}

#[test]
fn the_log_line_of_a_call_names_its_trace() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.env("RUST_LOG", "mcp_runtime=debug");
    let mut process = Process::spawn_piped(command);
    let meta = json!({"traceparent": parent(TRACE, SPAN)});
    process.send(&with_meta(call(1, "add", &json!({"a": 1, "b": 2})), &meta));
    process.receive();
    let line = process.stderr_line("trace_id");
    assert!(line.contains(TRACE) && line.contains("outcome"), "{line}");
    finished(process);
}
