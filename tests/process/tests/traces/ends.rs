//! Starts and ends, with collectors that are no help.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use crate::collector::{Collector, Manner, attribute};
use crate::support::{Process, fixture};
use crate::{finished, traced, with_meta};

/// What sending may add to a call or an end on a busy machine; without a
/// bound each would take 10 s.
const SLACK: Duration = Duration::from_secs(5);

#[test]
fn what_is_left_is_sent_at_sigterm() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.args(["--http", "127.0.0.1:0"]);
    let mut process = Process::spawn_piped(command);
    let address = crate::support::address(&process);
    let body = crate::support::call(1, "nap", &json!({"ms": 25_000}));
    let caller = {
        let address = address.clone();
        std::thread::spawn(move || crate::support::post(&address, &body))
    };
    crate::support::in_flight(&address, 1);
    process.signal(Signal::TERM);
    assert!(caller.join().unwrap().contains("SHUTTING_DOWN"));
    assert_eq!(process.wait().code(), Some(1), "a call was cut off");
    let span = collector.span("tools/call nap");
    assert_eq!(attribute(&span.attributes, "error.type").as_deref(), Some("SHUTTING_DOWN"));
    assert_eq!(collector.histogram("mcp.server.operation.duration").len(), 1);
}

#[test]
fn a_call_that_is_given_the_task_of_another_is_traced_and_measured() {
    let collector = Collector::start();
    let mut process = Process::spawn_piped(traced(&collector));
    let tasks = json!({"extensions": {"io.modelcontextprotocol/tasks": {}}});
    let meta =
        json!({"io.modelcontextprotocol/clientCapabilities": tasks, "idempotencyKey": "again"});
    let mut ids = [1, 2].map(|id| {
        process.send(&with_meta(crate::support::call(id, "errand", &json!({"ms": 25_000})), &meta));
        process.receive()["result"]["taskId"].take()
    });
    assert!(ids[0].is_string(), "{ids:?}");
    assert_eq!(ids[0].take(), ids[1].take());
    finished(process);
    let of = |span: &_| attribute(span, "jsonrpc.request.id");
    let mut spans: Vec<_> =
        collector.spans().iter().filter_map(|span| of(&span.attributes)).collect();
    spans.sort();
    assert_eq!(spans, ["1", "2"]);
    let ended = collector.histogram("mcp.server.operation.duration");
    assert_eq!(ended.iter().map(|point| point.count).sum::<u64>(), 2, "{ended:?}");
}

#[test]
fn a_collector_that_is_not_there_costs_calls_nothing_and_is_said_once() {
    let mut command = fixture();
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", Collector::gone())
        .env("OTEL_BSP_SCHEDULE_DELAY", "10")
        .env("OTEL_METRIC_EXPORT_INTERVAL", "10");
    let mut process = Process::spawn_piped(command);
    let start = Instant::now();
    for id in 0..200 {
        process.call(id, "add", &json!({"a": 1, "b": 2}));
        assert_eq!(process.receive()["result"]["content"][0]["text"], "3");
    }
    process.call(200, "nap", &json!({"ms": 300}));
    process.receive();
    assert!(start.elapsed() < SLACK);
    let line = process.stderr_line("not delivered");
    assert!(line.contains("127.0.0.1") && line.contains("refused"), "{line}");
    let asked = Instant::now();
    drop(process.stdin.take());
    assert!(process.wait().success());
    assert!(asked.elapsed() < Duration::from_secs(2) + SLACK);
    let said = process.rest_of_stderr();
    assert!(!said.iter().any(|line| line.contains("refused")), "{said:?}");
}

#[test]
fn a_collector_that_never_answers_holds_nothing_up() {
    let collector = Collector::with(Manner::NeverAnswers);
    let mut command = traced(&collector);
    command
        .env("OTEL_BSP_SCHEDULE_DELAY", "10")
        .env("OTEL_METRIC_EXPORT_INTERVAL", "10")
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "8");
    let mut process = Process::spawn_piped(command);
    let start = Instant::now();
    for id in 0..200 {
        process.call(id, "work", &json!({"secret": "x"}));
        process.receive();
    }
    assert!(start.elapsed() < SLACK);
    process.call(200, "nap", &json!({"ms": 100}));
    process.receive();
    assert!(collector.connections() > 0);
    let asked = Instant::now();
    process.signal(Signal::TERM);
    assert!(process.wait().success());
    assert!(asked.elapsed() < Duration::from_secs(2) + SLACK);
    assert!(process.rest_of_stderr().iter().any(|line| line.contains("within 2s")));
}

#[test]
fn a_place_that_nothing_can_be_sent_to_keeps_the_server_from_starting() {
    let mut command = fixture();
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")
        .env("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://127.0.0.1:1")
        .env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    let mut process = Process::spawn_piped(command);
    assert_eq!(process.wait().code(), Some(1));
    let said = process.rest_of_stderr().join("\n");
    assert!(said.contains("OTEL_EXPORTER_OTLP_ENDPOINT is no address"), "{said}");
    assert!(said.contains("OTEL_EXPORTER_OTLP_PROTOCOL is `grpc`"), "{said}");
}

#[test]
fn a_value_that_makes_no_sense_is_said_and_left_aside() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command
        .env("OTEL_BSP_MAX_QUEUE_SIZE", "99999999999999999999")
        .env("OTEL_TRACES_SAMPLER", "odd");
    let mut process = Process::spawn_piped(command);
    process.call(1, "add", &json!({"a": 1, "b": 2}));
    process.receive();
    process.stderr_line("OTEL_BSP_MAX_QUEUE_SIZE is not usable");
    finished(process);
    collector.span("tools/call add");
}

#[test]
fn nothing_is_sent_where_it_is_switched_off() {
    let collector = Collector::start();
    let mut command = traced(&collector);
    command.env("OTEL_SDK_DISABLED", "true");
    let mut process = Process::spawn_piped(command);
    process.call(1, "work", &json!({"secret": "x"}));
    let answer = process.receive();
    assert!(crate::structured(&answer)["parent"].is_null());
    finished(process);
    assert_eq!(collector.connections(), 0);
}
