//! Batches, which only 2025-03-26 has.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::{Value, json};

use crate::legacy::{call, initialize, post};
use crate::support::Running;
use crate::tools::reached;

fn waits(ids: impl IntoIterator<Item = u32>) -> Value {
    ids.into_iter().map(|id| call(id, "wait", &json!({}))).collect()
}

fn cancel(id: u32) -> Value {
    json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": id}})
}

#[tokio::test]
async fn batches_exist_in_one_revision_only() {
    let server = Running::start().await;
    let batch = json!([
        {"jsonrpc": "2.0", "id": 1, "method": "ping"},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        call(2, "count", &json!({"n": 2})),
        {"jsonrpc": "2.0", "id": 3, "method": "nothing"},
        {"jsonrpc": "2.0", "id": 4, "method": "initialize", "params": {}},
    ]);
    let old = initialize(&server, "2025-03-26").await;
    let answers = server.send(&post(&old, &batch)).await.json();
    let ids: Vec<_> =
        answers.as_array().unwrap().iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(ids, [1, 2, 3, 4]);
    assert_eq!(answers[1]["result"]["content"][0]["text"], "counted to 2");
    let new = initialize(&server, "2025-06-18").await;
    assert_eq!(server.send(&post(&new, &batch)).await.status, 400);
    let only_notifications = json!([{"jsonrpc": "2.0", "method": "notifications/initialized"}]);
    assert_eq!(server.send(&post(&old, &only_notifications)).await.status, 202);
}

#[tokio::test]
async fn a_part_can_be_cancelled_by_id() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-03-26").await;
    let mut connection = server.connect().await;
    connection.send(&post(&session, &waits(1..=3))).await;
    reached(&server.gate.started, 3).await;
    assert_eq!(server.send(&post(&session, &cancel(2))).await.status, 202);
    assert_eq!(server.send(&post(&session, &json!([cancel(3)]))).await.status, 202);
    reached(&server.gate.dropped, 2).await;
    server.gate.open.notify_waiters();
    let answers = connection.response().await.json();
    assert_eq!(answers.as_array().unwrap().len(), 1, "{answers}");
    assert_eq!(answers[0]["id"], 1);
}

#[tokio::test]
async fn an_idempotency_key_names_one_call_and_not_a_batch() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-03-26").await;
    let send = async |ids: &[u32]| {
        let batch = ids.iter().map(|id| call(*id, "once", &json!({"n": id}))).collect();
        let request = post(&session, &batch).header("Idempotency-Key", "one");
        let answers = server.send(&request).await.json();
        let texts = answers.as_array().expect("a batch").iter();
        texts.map(|answer| answer["result"]["content"][0]["text"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(send(&[7, 8]).await, ["7, 0 before", "8, 1 before"]);
    assert_eq!(send(&[9]).await, ["9, 2 before"]);
    assert_eq!(send(&[9]).await, ["9, 2 before"], "a batch of one is that call again");
}

#[tokio::test]
async fn an_id_that_is_taken_is_refused_for_its_part() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-03-26").await;
    let mut connection = server.connect().await;
    connection.send(&post(&session, &waits([1]))).await;
    reached(&server.gate.started, 1).await;
    let add = |id| call(id, "add", &json!({"a": 1, "b": 2}));
    let batch = json!([add(1), add(2), add(2)]);
    let answers = server.send(&post(&session, &batch)).await.json();
    assert_eq!(answers[0]["error"]["code"], -32600, "{answers}");
    assert_eq!(answers[1]["result"]["content"][0]["text"], "3");
    assert_eq!(answers[2]["error"]["code"], -32600);
    let other = initialize(&server, "2025-03-26").await;
    let answers = server.send(&post(&other, &json!([add(1)]))).await.json();
    assert_eq!(answers[0]["result"]["content"][0]["text"], "3", "another session's id");
}

#[tokio::test]
async fn a_disconnect_does_not_cancel_the_parts() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-03-26").await;
    let mut gone = server.connect().await;
    gone.send(&post(&session, &waits(1..=3))).await;
    reached(&server.gate.started, 3).await;
    drop(gone);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.send(&post(&session, &cancel(2))).await.status, 202);
    reached(&server.gate.dropped, 1).await; // cancelled after the disconnect
    assert_eq!(server.gate.dropped.load(Ordering::SeqCst), 1);
    server.gate.open.notify_waiters();
    reached(&server.gate.finished, 2).await;
}

#[tokio::test]
async fn parts_that_outlast_the_drain_are_told_so() {
    let mut server = Running::start().await;
    let session = initialize(&server, "2025-03-26").await;
    let mut connection = server.connect().await;
    let mut batch = waits([1, 2]);
    batch.as_array_mut().unwrap().push(call(3, "add", &json!({"a": 1, "b": 2})));
    connection.send(&post(&session, &batch)).await;
    reached(&server.gate.started, 2).await;
    server.stop();
    // The drain begins when the server has noticed.
    let answers = tokio::spawn(async move { connection.response().await.json() });
    while !answers.is_finished() {
        server.clock.advance(Duration::from_secs(2));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let answers = answers.await.unwrap();
    let answers = answers.as_array().unwrap();
    let told = answers.iter().filter(|answer| answer.to_string().contains("SHUTTING_DOWN"));
    assert_eq!((answers.len(), told.count()), (3, 2), "{answers:?}");
    server.stopped().await;
}

#[tokio::test]
async fn a_huge_batch_is_refused_after_64_elements() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-03-26").await;
    let ping = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let batch = format!("[{} what follows is not even read", format!("{ping},").repeat(65));
    let mut request = post(&session, &Value::Null);
    request.body = batch.into_bytes();
    let refused = server.send(&request).await;
    assert_eq!(refused.status, 400, "{refused:?}");
    assert!(refused.body.contains("at most 64"), "{refused:?}");
}
