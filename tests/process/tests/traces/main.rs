//! The fixture as a collector of traces and metrics sees it.
#![cfg(unix)]

mod collector;
mod context;
mod ends;
mod failures;
mod legacy;
mod metrics;
#[allow(dead_code)] // shared with those who look at other sides of a process
#[path = "../process/support.rs"]
mod support;
mod tree;

use std::process::Command;

use serde_json::{Value, json};

use crate::collector::Collector;
use crate::support::{Process, fixture};

pub(crate) const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
pub(crate) const SPAN: &str = "00f067aa0ba902b7";
/// No tool's argument or result, and no error's message, is to be sent.
pub(crate) const SECRET: &str = "hunter2-hunter2";

pub(crate) fn parent(trace: &str, span: &str) -> String {
    format!("00-{trace}-{span}-01")
}

/// The fixture with this collector; nothing is sent before it ends.
pub(crate) fn traced(collector: &Collector) -> Command {
    let mut command = fixture();
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())
        .env("OTEL_BSP_SCHEDULE_DELAY", "3600000")
        .env("OTEL_METRIC_EXPORT_INTERVAL", "3600000");
    command
}

pub(crate) fn with_meta(mut request: Value, meta: &Value) -> Value {
    for (key, value) in meta.as_object().expect("an object") {
        request["params"]["_meta"][key] = value.clone();
    }
    request
}

/// What a tool answered, as JSON.
pub(crate) fn structured(answer: &Value) -> &Value {
    let result = &answer["result"]["structuredContent"];
    assert!(result.is_object(), "{answer}");
    result
}

pub(crate) fn finished(process: Process) {
    let (status, _) = process.finish();
    assert!(status.success(), "{status}");
}

pub(crate) fn initialize(process: &mut Process) {
    process.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }}));
    assert_eq!(process.receive()["id"], 0);
    process.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
}
