//! The metrics of the conventions.

use std::collections::BTreeMap;

use serde_json::json;

use crate::collector::{Collector, attribute};
use crate::support::Process;
use crate::{SECRET, finished, traced};

const DURATION: &str = "mcp.server.operation.duration";

#[test]
fn durations_are_counted_by_method_tool_and_error() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.env("OTEL_TRACES_EXPORTER", "none");
    let mut process = Process::spawn_piped(command);
    for id in 0..3 {
        process.call(id, "add", &json!({"a": 1, "b": 2}));
        process.receive();
    }
    process.call(3, "add", &json!({"a": SECRET, "b": 2}));
    process.receive();
    process.call(4, SECRET, &json!({}));
    process.receive();
    process.call(5, "nap", &json!({"ms": 60}));
    process.receive();
    finished(process);
    assert!(collector.traces().is_empty());
    let points = collector.histogram(DURATION);
    let mut counts = BTreeMap::new();
    for point in &points {
        let of = |key| attribute(&point.attributes, key).unwrap_or_default();
        assert_eq!(of("mcp.method.name"), "tools/call");
        assert_eq!(of("mcp.protocol.version"), "2026-07-28");
        assert_eq!(of("network.transport"), "pipe");
        assert_eq!(point.explicit_bounds.first(), Some(&0.01));
        assert_eq!(point.explicit_bounds.len(), 14);
        let key = [of("gen_ai.tool.name"), of("error.type"), of("rpc.response.status_code")];
        counts.insert(key.join(" "), point.count);
        if of("gen_ai.tool.name") == "nap" {
            assert!(point.sum.is_some_and(|sum| (0.06..20.0).contains(&sum)), "{point:?}");
        }
    }
    let expected = [("add  ", 3), ("add INVALID_INPUT ", 1), ("nap  ", 1), ("  -32602", 1)];
    assert_eq!(counts, expected.map(|(key, count)| (key.to_owned(), count)).into());
    assert!(!collector.text().contains(SECRET));
}

#[test]
fn codes_beyond_a_tools_share_are_one() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    for id in 0..40 {
        process.call(id, "fail", &json!({"code": format!("OWN_{id}"), "secret": "x"}));
        process.receive();
    }
    finished(process);
    let points = collector.histogram(DURATION);
    assert_eq!(points.len(), 33);
    let other = points
        .iter()
        .find(|point| attribute(&point.attributes, "error.type").as_deref() == Some("other"));
    assert_eq!(other.expect("the rest").count, 8);
}
