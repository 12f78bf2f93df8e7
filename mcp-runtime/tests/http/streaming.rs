//! When an answer is a document and when a stream, and what a disconnect does.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use crate::support::{Request, Running};
use crate::tools::reached;

fn call(name: &str, arguments: &serde_json::Value) -> Request {
    Request::modern("tools/call", json!({"name": name, "arguments": arguments}))
}

fn with_token(name: &str, arguments: &serde_json::Value) -> Request {
    let meta = json!({"progressToken": "t"});
    Request::modern("tools/call", json!({"name": name, "arguments": arguments, "_meta": meta}))
}

#[tokio::test]
async fn a_quick_call_is_one_json_document() {
    let server = Running::start().await;
    let response = server.send(&call("count", &json!({"n": 3}))).await;
    assert_eq!(response.get("content-type"), Some("application/json"));
    assert_eq!(response.json()["result"]["resultType"], "complete");
}

#[tokio::test]
async fn a_failure_that_names_a_wait_says_so_in_the_header_too() {
    let server = Running::start().await;
    let response = server.send(&call("busy", &json!({}))).await;
    assert_eq!(response.status, 200, "agents read results, not statuses");
    assert_eq!(response.get("retry-after"), Some("2"), "whole seconds, never too few");
    let text = &response.json()["result"]["content"][0]["text"];
    assert!(text.as_str().unwrap().contains("\"retryAfter\":1.5"), "{text}");
    let response = server.send(&call("count", &json!({"n": 1}))).await;
    assert_eq!(response.get("retry-after"), None);
}

#[tokio::test]
async fn progress_makes_it_a_stream_that_ends_with_the_answer() {
    let server = Running::start().await;
    let response = server.send(&with_token("count", &json!({"n": 3}))).await;
    assert_eq!(response.get("content-type"), Some("text/event-stream"));
    assert_eq!(response.get("x-accel-buffering"), Some("no"));
    let events = response.events();
    let progress: Vec<_> = events.iter().map(|event| &event["params"]["progress"]).collect();
    assert_eq!(progress[..3], [&json!(1.0), &json!(2.0), &json!(3.0)]);
    assert_eq!(events[3]["result"]["content"][0]["text"], "counted to 3");
    assert!(!response.body.contains("\nid:"), "streams are not resumable");
}

#[tokio::test]
async fn a_client_that_takes_only_json_gets_json() {
    let server = Running::start().await;
    let request = with_token("count", &json!({"n": 3})).header("Accept", "application/json");
    let response = server.send(&request).await;
    assert_eq!(response.get("content-type"), Some("application/json"));
    let refused = server.send(&call("count", &json!({"n": 1})).header("Accept", "text/html")).await;
    assert_eq!(refused.status, 406);
}

#[tokio::test]
async fn a_slow_call_becomes_a_stream_with_signs_of_life() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.send(&call("wait", &json!({}))).await;
    reached(&server.gate.started, 1).await;
    // The timers are armed in the poll that counted the call as started, or
    // right after it; from then on only the manual clock moves them.
    tokio::time::sleep(Duration::from_millis(20)).await;
    server.clock.advance(Duration::from_secs(3));
    let head = connection.head().await;
    assert_eq!(head.get("content-type"), Some("text/event-stream"));
    tokio::time::sleep(Duration::from_millis(20)).await;
    for _ in 0..3 {
        server.clock.advance(Duration::from_secs(10));
        assert_eq!(connection.chunk().await.as_deref(), Some(":\n\n"));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.gate.open.notify_waiters();
    let last = connection.chunk().await.expect("the answer");
    assert!(last.contains("\"text\":\"open\""), "{last}");
    assert_eq!(connection.chunk().await, None);
}

#[tokio::test]
async fn a_disconnect_cancels_a_call() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.send(&call("wait", &json!({}))).await;
    reached(&server.gate.started, 1).await;
    drop(connection);
    reached(&server.gate.dropped, 1).await;
    assert_eq!(server.gate.finished.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn calls_finish_while_the_server_drains() {
    let mut server = Running::start().await;
    let mut connection = server.connect().await;
    connection.send(&call("wait", &json!({}))).await;
    reached(&server.gate.started, 1).await;
    server.stop();
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.gate.open.notify_waiters();
    let response = connection.response().await;
    assert_eq!(response.json()["result"]["content"][0]["text"], "open");
    server.stopped().await;
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_told_so() {
    let mut server = Running::start().await;
    let mut connection = server.connect().await;
    connection.send(&call("wait", &json!({}))).await;
    reached(&server.gate.started, 1).await;
    server.stop();
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.clock.advance(Duration::from_secs(10));
    let response = connection.response().await;
    // A document or a stream, whichever came first.
    assert!(response.body.contains(r#"\"error\":\"SHUTTING_DOWN\""#), "{response:?}");
    let retryable = response.body.contains(r#"\"retryable\":true"#);
    assert!(!retryable, "it may have taken effect: {response:?}");
    server.stopped().await;
}
