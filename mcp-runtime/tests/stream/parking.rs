//! A connection that runs as many calls as it may.

use std::time::Duration;

use mcp_runtime::testing::{ManualClock, json};

use crate::support::{Wire, call, works};

fn narrow(calls: usize) -> Wire {
    Wire::with(64 << 10, |server| server.max_in_flight(calls))
}

#[tokio::test]
async fn the_bound_on_calls_in_flight_holds_the_next_one_back() {
    let mut wire = narrow(2);
    for id in 0..2 {
        wire.send(&call(&json!(id), "wait", &json!({}))).await;
    }
    wire.send(&call(&json!(2), "add", &json!({"a": 1, "b": 2}))).await;
    wire.ping().await; // the third call ran beside two where it is answered first
    wire.gate.notify_one();
    let (first, second) = (wire.receive().await, wire.receive().await);
    assert_eq!(first["result"]["content"][0]["text"], "open");
    assert_eq!(second["id"], 2);
}

#[tokio::test]
async fn all_but_calls_is_answered_while_calls_wait() {
    let mut wire = narrow(1);
    wire.initialize("2025-11-25").await;
    for id in 1..=2 {
        wire.send(&call(&json!(id), "wait", &json!({}))).await;
    }
    wire.ping().await;
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    for method in ["server/discover", "tools/list"] {
        let request =
            json!({"jsonrpc": "2.0", "id": method, "method": method, "params": {"_meta": meta}});
        let answer = wire.ask(request.to_string().as_bytes()).await;
        assert!(answer["id"] == method && answer.get("result").is_some(), "{answer}");
    }
    let unknown = wire.ask(br#"{"jsonrpc":"2.0","id":9,"method":"unknown"}"#).await;
    assert_eq!(unknown["error"]["code"], -32601);
}

#[tokio::test]
async fn cancelling_what_runs_lets_the_next_one_start() {
    let mut wire = narrow(1);
    for id in 1..=2 {
        wire.send(&call(&json!(id), "wait", &json!({}))).await;
    }
    wire.cancel(&json!(1)).await;
    wire.ping().await;
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["id"], 2);
}

#[tokio::test]
async fn a_waiting_call_can_be_cancelled_and_then_never_starts() {
    let mut wire = narrow(2);
    for (id, tool) in [(1, "wait"), (2, "wait"), (3, "add"), (4, "add")] {
        let arguments = if tool == "add" { json!({"a": 1, "b": 2}) } else { json!({}) };
        wire.send(&call(&json!(id), tool, &arguments)).await;
    }
    wire.cancel(&json!(3)).await;
    wire.ping().await;
    wire.gate.notify_waiters();
    wire.close_input().await;
    let mut ids: Vec<_> =
        wire.finish().await.iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 4]);
}

#[tokio::test]
async fn the_id_of_a_waiting_call_is_taken() {
    let mut wire = narrow(1);
    wire.send(&call(&json!("a"), "wait", &json!({}))).await;
    wire.send(&call(&json!("b"), "wait", &json!({}))).await;
    let same = String::from_utf8(call(&json!("b"), "add", &json!({"a": 1, "b": 2}))).unwrap();
    let repeated = wire.ask(same.replace("\"id\":\"b\"", "\"id\":\"\\u0062\"").as_bytes()).await;
    assert_eq!(repeated["error"]["code"], -32600, "{repeated}");
    wire.cancel(&json!("b")).await;
    wire.send(&call(&json!("b"), "add", &json!({"a": 1, "b": 2}))).await;
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["result"]["content"][0]["text"], "open");
    assert_eq!(wire.receive().await["result"]["content"][0]["text"], "3");
}

#[tokio::test]
async fn calls_that_wait_start_in_their_order_and_none_is_lost() {
    // Far more than may run and wait.
    const CALLS: u32 = 40;
    let mut wire = narrow(2);
    wire.send(&call(&json!(0), "wait", &json!({}))).await;
    wire.send(&call(&json!(1), "wait", &json!({}))).await;
    for id in 2..CALLS {
        wire.send(&call(&json!(id), "add", &json!({"a": id, "b": 0}))).await;
    }
    wire.gate.notify_one();
    let mut ids = Vec::new();
    while ids.len() < CALLS as usize - 1 {
        ids.push(wire.receive().await["id"].as_u64().unwrap());
    }
    assert_eq!(ids[1..], (2..u64::from(CALLS)).collect::<Vec<_>>());
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["result"]["content"][0]["text"], "open");
}

#[tokio::test]
async fn the_session_of_a_waiting_call_is_the_one_it_was_sent_in() {
    let mut wire = narrow(1);
    wire.send(&call(&json!(1), "wait", &json!({}))).await;
    wire.send(br#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":2}}}"#).await;
    wire.initialize("2025-11-25").await;
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["id"], 1);
    let early = wire.receive().await;
    assert_eq!((&early["id"], &early["error"]["code"]), (&json!(2), &json!(-32602)), "{early}");
}

#[tokio::test]
async fn the_deadline_of_a_waiting_call_begins_with_its_start() {
    let clock = ManualClock::new();
    let mut wire = Wire::with(64 << 10, |server| server.max_in_flight(1).clock(clock.clone()));
    for id in 1..=2 {
        wire.send(&call(&json!(id), "wait", &json!({}))).await;
    }
    wire.ping().await;
    clock.advance(Duration::from_secs(29));
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["result"]["content"][0]["text"], "open");
    wire.ping().await;
    clock.advance(Duration::from_secs(29));
    wire.ping().await;
    wire.gate.notify_one();
    let second = wire.receive().await;
    assert_eq!(second["result"]["content"][0]["text"], "open", "{second}");
}

#[tokio::test]
async fn waiting_calls_are_bounded_in_bytes() {
    // 20 run; of the 20 that may wait, 80 KB hold six.
    let mut wire = Wire::with(1 << 10, |server| server.max_in_flight(20).max_message_bytes(20_000));
    let mut message = call(&json!("id"), "wait", &json!({}));
    message.resize(15_000, b' ');
    let message = String::from_utf8(message).unwrap();
    let mut sent = 0;
    let feeding = async {
        loop {
            wire.send(message.replace("\"id\":\"id\"", &format!("\"id\":{sent}")).as_bytes()).await;
            sent += 1;
        }
    };
    let blocked = tokio::time::timeout(Duration::from_millis(300), feeding).await;
    assert!(blocked.is_err() && (20..35).contains(&sent), "{sent} calls were taken in");
}

#[tokio::test]
async fn a_full_queue_does_not_disturb_what_comes_after() {
    let mut wire = narrow(1);
    for id in 0..5 {
        wire.send(&call(&json!(id), "wait", &json!({}))).await;
    }
    for id in 0..5 {
        wire.gate.notify_one();
        assert_eq!(wire.receive().await["id"], id);
    }
    works(&mut wire).await;
}
