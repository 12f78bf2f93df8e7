//! Tools through the wire, in both eras.

use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{ManualClock, TestClient, json};

/// Adds two numbers.
#[mcp_tool(read_only)]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Never ends.
#[mcp_tool(timeout = "2s")]
async fn hang() {
    std::future::pending::<()>().await;
}

/// Never ends, and may be repeated.
#[mcp_tool(timeout = "2s", read_only)]
async fn hang_safely() {
    std::future::pending::<()>().await;
}

/// Panics.
#[mcp_tool]
async fn crash(#[arg(one_of = ["async", "index"])] kind: String) -> String {
    if kind == "index" {
        let empty: [u8; 0] = [];
        return format!("{}", empty[kind.len()]);
    }
    panic!("hunter2 {kind}")
}

/// Panics on a blocking thread.
#[mcp_tool]
fn crash_blocking() {
    panic!("hunter2")
}

/// Reports progress.
#[mcp_tool]
async fn count(n: u32, ctx: Context) -> String {
    for i in 1..=n {
        ctx.progress(f64::from(i), Some(f64::from(n)));
        ctx.log(LogLevel::Info, json!({ "step": i }));
        tokio::task::yield_now().await;
    }
    format!("counted to {n}")
}

#[derive(Debug)]
struct Unspeakable;

impl std::fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("hunter2")
    }
}

impl std::error::Error for Unspeakable {}

/// Fails with an error whose text panics.
#[mcp_tool]
async fn unspeakable() -> Result<(), Internal> {
    Err(Internal::from(Unspeakable))
}

async fn both(clock: Option<&ManualClock>) -> [TestClient; 2] {
    let server = || match clock {
        Some(clock) => server!().clock(clock.clone()),
        None => server!(),
    };
    [TestClient::modern(server()).await, TestClient::legacy(server()).await]
}

#[tokio::test]
async fn a_call_gives_its_result() {
    for client in both(None).await {
        client.call("add", json!({"a": 1, "b": 2.5})).await.assert_text("3.5");
    }
}

#[tokio::test]
async fn every_violation_is_named_at_once() {
    for client in both(None).await {
        let outcome = client.call("add", json!({"a": "x", "c": 1})).await;
        let error = outcome.assert_error("INVALID_INPUT");
        let pointers: Vec<_> = error["details"]["violations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|violation| violation["pointer"].as_str().unwrap())
            .collect();
        assert_eq!(pointers, ["/c", "/a", "/b"]);
    }
}

#[tokio::test]
async fn a_hanging_tool_times_out_exactly_at_its_deadline() {
    let clock = ManualClock::new();
    for client in both(Some(&clock)).await {
        for (tool, retryable) in [("hang", false), ("hang_safely", true)] {
            let mut call = client.start(tool, json!({})).await;
            // A second request on the same connection: once it is answered,
            // the first has been polled and has armed its timer.
            client.call("add", json!({"a": 1, "b": 1})).await.assert_ok();
            clock.advance(Duration::from_millis(1_999));
            client.call("add", json!({"a": 1, "b": 1})).await.assert_ok();
            assert!(!call.is_answered());
            clock.advance(Duration::from_millis(1));
            let outcome = call.outcome().await;
            let error = outcome.assert_error("TIMEOUT");
            assert_eq!(error["retryable"], retryable, "{tool}");
            assert!(error["action"].as_str().is_some_and(|action| !action.is_empty()));
        }
    }
}

#[tokio::test]
async fn a_panic_is_one_failed_call_and_its_cause_stays_inside() {
    for client in both(None).await {
        for (tool, arguments) in [
            ("crash", json!({"kind": "async"})),
            ("crash", json!({"kind": "index"})),
            ("crash_blocking", json!({})),
            ("unspeakable", json!({})),
        ] {
            let outcome = client.call(tool, arguments).await;
            let error = outcome.assert_error("INTERNAL");
            assert!(error["requestId"].as_str().is_some_and(|id| id.len() == 16));
            assert!(!outcome.response().to_string().contains("hunter2"));
        }
        client.call("add", json!({"a": 1, "b": 2})).await.assert_text("3");
    }
}

#[tokio::test]
async fn progress_and_logs_come_before_the_answer_and_only_when_asked_for() {
    let silent = TestClient::modern(server!()).await;
    silent.call("count", json!({"n": 3})).await.assert_text("counted to 3");
    assert_eq!(silent.take_unsolicited(), Vec::<serde_json::Value>::new());

    let curious = TestClient::modern(server!())
        .await
        .with_meta("progressToken", json!("token"))
        .with_meta("io.modelcontextprotocol/logLevel", json!("info"));
    curious.call("count", json!({"n": 3})).await.assert_text("counted to 3");
    let methods: Vec<_> = curious
        .take_unsolicited()
        .into_iter()
        .map(|message| message["method"].as_str().unwrap().to_owned())
        .collect();
    let pair = ["notifications/progress", "notifications/message"];
    assert_eq!(methods, pair.repeat(3));
}

#[tokio::test]
async fn a_cancelled_call_gets_no_answer() {
    for client in both(None).await {
        let mut call = client.start("hang", json!({})).await;
        client.cancel(&call).await;
        client.call("add", json!({"a": 1, "b": 2})).await.assert_text("3");
        assert!(!call.is_answered());
    }
}

#[tokio::test]
async fn a_deadline_that_is_too_far_to_tell_is_no_deadline() {
    let server = server!().default_timeout(Duration::MAX).drain(Duration::MAX);
    let client = TestClient::modern(server).await;
    client.call("add", json!({"a": 1, "b": 2})).await.assert_text("3");
}
