//! Calls side by side, and clients that do not read.

use std::time::Duration;

use mcp_runtime::testing::{ManualClock, json};
use tokio::io::AsyncWriteExt as _;

use crate::support::{Wire, call, works};

#[tokio::test]
async fn calls_run_side_by_side() {
    let mut wire = Wire::new();
    wire.send(&call(&json!(1), "wait", &json!({}))).await;
    works(&mut wire).await;
    let repeated = wire.ask(&call(&json!(1), "add", &json!({"a": 1, "b": 2}))).await;
    assert_eq!(repeated["error"]["code"], -32600, "the id is in flight");
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["result"]["content"][0]["text"], "open");
}

#[tokio::test]
async fn the_end_of_input_waits_for_calls_in_flight() {
    let mut wire = Wire::new();
    wire.send(&call(&json!(1), "wait", &json!({}))).await;
    let last = call(&json!(2), "add", &json!({"a": 1, "b": 2}));
    wire.writer.as_mut().unwrap().write_all(&last).await.unwrap(); // no newline
    wire.close_input().await;
    assert_eq!(wire.receive().await["id"], 2);
    wire.gate.notify_one();
    let rest = wire.finish().await;
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0]["result"]["content"][0]["text"], "open");
}

#[tokio::test]
async fn a_client_that_does_not_read_stops_the_intake_not_the_memory() {
    // 64 answers of 64 KiB against a pipe of 1 KiB that nobody reads.
    let mut wire = Wire::with(1 << 10, |server| server);
    let feeding = async {
        for id in 0..64 {
            wire.send(&call(&json!(id), "large", &json!({"bytes": 65_536}))).await;
        }
    };
    let blocked = tokio::time::timeout(Duration::from_millis(300), feeding).await;
    assert!(blocked.is_err(), "the server took everything in although nobody read");
}

#[tokio::test]
async fn messages_that_nobody_reads_are_dropped_and_not_kept() {
    const LINES: u32 = 4_000;
    let mut wire = Wire::with(1 << 10, |server| server);
    wire.initialize("2025-11-25").await;
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "flood", "arguments": {"lines": LINES}}});
    wire.send(call.to_string().as_bytes()).await;
    // While nothing is read; what it said must not have piled up.
    wire.flooded(1).await;
    wire.close_input().await;
    let messages = wire.finish().await;
    assert_eq!(messages.last().unwrap()["result"]["content"][0]["text"], "told");
    let kept = messages.len() - 1;
    assert!((1..LINES as usize / 2).contains(&kept), "{kept} of {LINES} messages were kept");
}

#[tokio::test]
async fn the_answers_of_many_calls_do_not_carry_all_messages_along() {
    const CALLS: usize = 16;
    let mut wire = Wire::with(1 << 10, |server| server);
    wire.initialize("2025-11-25").await;
    for id in 1..=CALLS {
        let call = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
            "params": {"name": "flood", "arguments": {"lines": 100 * id}}});
        wire.send(call.to_string().as_bytes()).await;
    }
    wire.flooded(CALLS).await;
    wire.close_input().await;
    let kept = wire.finish().await.len() - CALLS;
    // The queue holds 209 of these, and the output 51.
    assert!((200..1_500).contains(&kept), "{kept} messages were kept");
}

#[tokio::test]
async fn the_logs_of_one_call_do_not_push_out_the_progress_of_another() {
    const LINES: u32 = 4_000;
    let mut wire = Wire::with(1 << 10, |server| server);
    wire.initialize("2025-11-25").await;
    for (id, tool, arguments) in [
        (1, "flood", json!({"lines": LINES, "bytes": 100})),
        (2, "report", json!({"after": LINES - 1_000})),
    ] {
        let params = json!({"name": tool, "arguments": arguments, "_meta": {"progressToken": id}});
        let call = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params});
        wire.send(call.to_string().as_bytes()).await;
    }
    wire.flooded(1).await;
    wire.close_input().await;
    let messages = wire.finish().await;
    let told = messages.iter().filter(|message| message["method"] == "notifications/message");
    assert!(told.count() < LINES as usize);
    let answer = messages.iter().position(|message| message["id"] == 2).expect("an answer");
    let progress =
        messages[..answer].iter().rfind(|message| message["method"] == "notifications/progress");
    assert_eq!(progress.expect("progress")["params"]["progress"], 9.0);
}

#[tokio::test]
async fn a_client_that_never_reads_does_not_hold_the_connection() {
    let mut wire = Wire::with(1 << 10, |server| server.drain(Duration::from_millis(200)));
    wire.send(&call(&json!(1), "large", &json!({"bytes": 100_000}))).await;
    wire.close_input().await;
    let ended = tokio::time::timeout(Duration::from_secs(10), &mut wire.serving).await;
    ended.expect("the server gives the client up").unwrap().unwrap();
}

#[tokio::test]
async fn a_call_that_talks_without_end_can_be_cancelled() {
    // A pipe that is never full: the client reads faster than the call talks.
    let mut wire = Wire::with(64 << 20, |server| server);
    wire.initialize("2025-11-25").await;
    wire.send(br#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"talk"}}"#).await;
    assert_eq!(wire.receive().await["method"], "notifications/message");
    wire.cancel(&json!(1)).await;
    let ending = async {
        wire.send(br#"{"jsonrpc":"2.0","id":2,"method":"ping"}"#).await;
        while wire.receive().await["id"] != 2 {}
    };
    tokio::time::timeout(Duration::from_secs(10), ending).await.expect("the ping is read");
    works(&mut wire).await;
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_everything_after_the_end_of_input() {
    let clock = ManualClock::new();
    let mut wire = Wire::with(1 << 10, |server| server.clock(clock.clone()));
    for id in 0..5 {
        wire.send(&call(&json!(id), "large", &json!({"bytes": 40_000}))).await;
    }
    wire.close_input().await;
    for id in 0..5 {
        assert_eq!(wire.receive().await["id"], id);
        clock.advance(Duration::from_secs(6)); // of the 10 s that it may stand still
    }
    assert_eq!(wire.finish().await.len(), 0);
}
