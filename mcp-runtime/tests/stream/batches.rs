//! Batches, which only 2025-03-26 has.

use mcp_runtime::testing::json;
use serde_json::Value;

use crate::support::{Wire, works};

async fn old(
    configure: impl FnOnce(mcp_runtime::ServerBuilder) -> mcp_runtime::ServerBuilder,
) -> Wire {
    let mut wire = Wire::with(64 << 10, configure);
    wire.initialize("2025-03-26").await;
    wire
}

fn part(id: &Value, name: &str, arguments: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
        "params": {"name": name, "arguments": arguments}})
}

fn ids(answers: &Value) -> Vec<Value> {
    let answers = answers.as_array().unwrap_or_else(|| panic!("an array, not {answers}"));
    answers.iter().map(|answer| answer["id"].clone()).collect()
}

#[tokio::test]
async fn a_batch_is_answered_in_one_array() {
    let mut wire = old(|server| server).await;
    let batch = json!([
        {"jsonrpc": "2.0", "id": 1, "method": "ping"},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        part(&json!(2), "add", &json!({"a": 1, "b": 2})),
        [],
        {"jsonrpc": "2.0", "id": 4, "method": "initialize", "params": {}},
    ]);
    let answers = wire.ask(batch.to_string().as_bytes()).await;
    assert_eq!(ids(&answers), [json!(1), json!(2), Value::Null, json!(4)], "{answers}");
    assert_eq!(answers[1]["result"]["content"][0]["text"], "3");
    assert_eq!(answers[2]["error"]["code"], -32600);
    wire.send(br#"[{"jsonrpc":"2.0","method":"notifications/initialized"}]"#).await;
    works(&mut wire).await; // nothing came for the notification
}

#[tokio::test]
async fn the_calls_of_a_batch_count_like_others() {
    let mut wire = old(|server| server.max_in_flight(2)).await;
    let calls: Vec<Value> = (1..=4).map(|id| part(&json!(id), "wait", &json!({}))).collect();
    wire.send(json!(calls).to_string().as_bytes()).await;
    wire.ping().await;
    wire.gate.notify_waiters(); // ends the calls that run
    for _ in 0..5 {
        wire.ping().await; // and not yet the batch
    }
    wire.gate.notify_waiters();
    assert_eq!(ids(&wire.receive().await).len(), 4);
}

#[tokio::test]
async fn an_id_that_is_taken_is_refused_for_its_part() {
    let mut wire = old(|server| server).await;
    wire.send(part(&json!(1), "wait", &json!({})).to_string().as_bytes()).await;
    let batch = json!([
        part(&json!(1), "add", &json!({"a": 1, "b": 2})),
        part(&json!(2), "add", &json!({"a": 1, "b": 2})),
        part(&json!(2), "add", &json!({"a": 3, "b": 4})),
    ]);
    let answers = wire.ask(batch.to_string().as_bytes()).await;
    assert_eq!(ids(&answers), [1, 2, 2]);
    assert_eq!(answers[0]["error"]["code"], -32600);
    assert_eq!(answers[1]["result"]["content"][0]["text"], "3");
    assert_eq!(answers[2]["error"]["code"], -32600);
}

#[tokio::test]
async fn parts_can_be_cancelled_by_id() {
    for calls in [1, 8] {
        let mut wire = old(|server| server.max_in_flight(calls)).await;
        let batch = json!([
            part(&json!(1), "wait", &json!({})),
            part(&json!(2), "wait", &json!({})),
            {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 2}},
            part(&json!(3), "wait", &json!({})),
        ]);
        wire.send(batch.to_string().as_bytes()).await;
        wire.cancel(&json!(1)).await;
        wire.ping().await;
        wire.gate.notify_one();
        let answers = wire.receive().await;
        assert_eq!(ids(&answers), [3]);

        wire.send(json!([part(&json!(4), "wait", &json!({}))]).to_string().as_bytes()).await;
        wire.cancel(&json!(4)).await;
        wire.close_input().await;
        assert_eq!(wire.finish().await, Vec::<Value>::new(), "nothing is left to answer");
    }
}

#[tokio::test]
async fn a_huge_batch_is_refused_after_64_elements() {
    let mut wire = old(|server| server).await;
    let ping = br#"{"jsonrpc":"2.0","id":1,"method":"ping"},"#;
    let mut batch = b"[".to_vec();
    batch.extend(ping.repeat(65));
    batch.extend_from_slice(b"what follows is not even read");
    let answer = wire.ask(&batch).await;
    assert_eq!(answer["error"]["code"], -32600, "{answer}");
    assert!(answer["error"]["message"].as_str().unwrap().contains("at most 64"), "{answer}");
    works(&mut wire).await;
}
