//! What is noted of a task's call, and what guards make of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mcp_runtime::testing::{ManualClock, TestClient};
use mcp_runtime::{ProtocolVersion, mcp_tool, server, tools};
use serde_json::json;

use crate::jobs::{Door, Name, Place, accept, settle};

type Records = Arc<Mutex<Vec<(String, String, Duration)>>>;

async fn recorded() -> (Place, Records) {
    let records = Records::default();
    let noted = Arc::clone(&records);
    let place = Place::with(|server| {
        server.on_usage(move |usage| {
            let record = (usage.name.to_owned(), usage.outcome.to_owned(), usage.duration);
            noted.lock().unwrap().push(record);
        })
    })
    .await;
    (place, records)
}

#[tokio::test]
async fn a_tasks_call_is_noted_once_when_it_ends() {
    let (place, records) = recorded().await;
    let id = place.start("asking").await;
    place.clock.advance(Duration::from_secs(5));
    place.door.open();
    place.until(&id, "input_required").await;
    place.clock.advance(Duration::from_secs(7));
    assert!(records.lock().unwrap().is_empty(), "it is not over");
    place.update(&id, json!({ "name": accept("Ada") })).await;
    place.client.finished(&id).await.assert_ok();
    let expected = ("asking".to_owned(), "OK".to_owned(), Duration::from_secs(12));
    assert_eq!(*records.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn one_that_is_cancelled_is_noted_as_that() {
    let (place, records) = recorded().await;
    let id = place.start("job").await;
    place.clock.advance(Duration::from_secs(2));
    place.ask("tasks/cancel", &id, json!({})).await;
    settle().await;
    let expected = ("job".to_owned(), "CANCELLED".to_owned(), Duration::from_secs(2));
    assert_eq!(*records.lock().unwrap(), [expected]);
}

/// One at a time, and none waits.
#[mcp_tool(task, concurrency = 1, queue = 0)]
async fn single(door: mcp_runtime::State<Door>) -> &'static str {
    door.pass().await;
    "single"
}

#[tokio::test]
async fn a_task_keeps_its_turn_while_it_runs() {
    let door = Door::default();
    let server = server!().tools(tools![single]).state(door.clone());
    let client = TestClient::modern(server).await.with_tasks();
    let first = client.call("single", json!({})).await;
    client.call("single", json!({})).await.assert_error("OVERLOADED");
    door.open();
    client.finished(first.task_id().unwrap()).await.assert_text("single");
    let second = client.call("single", json!({})).await;
    assert!(second.task_id().is_some(), "there is room again: {:?}", second.response());
}

/// Once for a key.
#[mcp_tool(task, idempotent)]
pub(crate) async fn once(door: mcp_runtime::State<Door>) -> usize {
    door.pass().await;
    door.entered()
}

/// The server of one tool that runs once for a key, and a client that repeats it.
async fn keyed(door: &Door, clock: &ManualClock, version: ProtocolVersion) -> TestClient {
    let server = server!().tools(tools![once, once_asking]).state(door.clone());
    let client = TestClient::connect(server.clock(clock.clone()), version).await;
    client.with_meta("idempotencyKey", json!("a"))
}

#[tokio::test]
async fn a_call_that_is_repeated_with_its_key_is_one_task() {
    let (door, clock) = (Door::default(), ManualClock::new());
    let client = keyed(&door, &clock, ProtocolVersion::V2026_07_28).await.with_tasks();
    let (first, second) =
        (client.call("once", json!({})).await, client.call("once", json!({})).await);
    assert_eq!(first.task_id().expect("a task"), second.task_id().expect("a task"));
    door.open();
    client.finished(first.task_id().unwrap()).await.assert_text("1");
    client.call("once", json!({})).await.assert_text("1");
    let another = client.with_meta("idempotencyKey", json!("b")).call("once", json!({})).await;
    assert_ne!(first.task_id(), another.task_id(), "that is another call");
}

/// Asks, once for a key.
#[mcp_tool(task, idempotent, timeout = "60s")]
pub(crate) async fn once_asking(
    door: mcp_runtime::State<Door>,
    ctx: mcp_runtime::Context,
) -> Result<String, mcp_runtime::CallError> {
    door.pass().await;
    let name = ctx.elicit::<Name>("Who?").key("name").await?;
    Ok(name.accepted().map_or_else(String::new, |of| of.name))
}

#[tokio::test]
async fn whoever_repeats_a_call_is_asked_what_it_asks() {
    let (door, clock) = (Door::default(), ManualClock::new());
    let client = keyed(&door, &clock, ProtocolVersion::V2026_07_28).await;
    let client = client.with_capabilities(json!({ "elicitation": {} })).with_tasks();
    client.call("once_asking", json!({})).await;
    door.open();
    settle().await;
    // The answer to the first was lost.
    let again = client.call("once_asking", json!({})).await;
    assert_eq!(again.response()["result"]["status"], "input_required");
    let id = again.task_id().expect("a task");
    assert_eq!(client.task(id).await["inputRequests"]["name"]["params"]["message"], "Who?");
    let params = json!({ "taskId": id, "inputResponses": { "name": accept("Ada") } });
    client.request("tasks/update", params).await;
    client.finished(id).await.assert_text("Ada");
    assert_eq!(door.entered(), 1);
}

#[tokio::test]
async fn whoever_waits_for_a_call_that_asks_has_the_time_that_the_user_takes() {
    let (door, clock) = (Door::default(), ManualClock::new());
    let client = keyed(&door, &clock, ProtocolVersion::V2025_11_25).await;
    let hello = json!({ "protocolVersion": "2025-11-25", "capabilities": { "elicitation": {} },
        "clientInfo": { "name": "old", "version": "1" } });
    client.request("initialize", hello).await;
    let first = client.start("once_asking", json!({})).await;
    settle().await;
    let mut second = client.start("once_asking", json!({})).await;
    settle().await;
    door.open();
    settle().await;
    let asked = client.take_unsolicited();
    assert_eq!(asked.len(), 1, "one of them runs: {asked:?}");
    assert_eq!(asked[0]["method"], "elicitation/create");
    clock.advance(Duration::from_mins(5));
    settle().await;
    assert!(!second.is_answered(), "its deadline stands still as that of the first does");
    let answer = json!({ "jsonrpc": "2.0", "id": asked[0]["id"], "result": accept("Ada") });
    client.send_line(&answer.to_string()).await;
    first.outcome().await.assert_text("Ada");
    second.outcome().await.assert_text("Ada");
}

/// Comes to more than there is room for, once for a key.
#[mcp_tool(task, idempotent)]
async fn once_large(door: mcp_runtime::State<Door>) -> String {
    door.pass().await;
    "x".repeat(3_000)
}

#[tokio::test]
async fn a_result_that_a_task_lost_may_be_had_with_its_key() {
    let door = Door::default();
    let server = server!().tools(tools![once_large]).state(door.clone());
    let server = server.max_task_bytes_per_caller(2_000);
    let client = TestClient::modern(server).await.with_tasks();
    let id = |of: &mcp_runtime::testing::Outcome| of.task_id().expect("a task").to_owned();
    let without = id(&client.call("once_large", json!({})).await);
    door.open();
    let lost = client.finished(&without).await.assert_error("OUTPUT_TOO_LARGE").clone();
    assert!(lost["action"].as_str().unwrap().contains("its result is lost"), "{lost}");

    let client = client.with_meta("idempotencyKey", json!("a"));
    let with = id(&client.call("once_large", json!({})).await);
    door.open();
    let kept = client.finished(&with).await.assert_error("OUTPUT_TOO_LARGE").clone();
    let action = kept["action"].as_str().unwrap();
    assert!(action.contains("idempotency key") && !action.contains("lost"), "{kept}");
    client.call("once_large", json!({})).await.assert_text(&"x".repeat(3_000));
}
