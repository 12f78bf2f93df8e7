//! What is noted of a task's call, and what guards make of it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mcp_runtime::testing::TestClient;
use mcp_runtime::{mcp_tool, server, tools};
use serde_json::json;

use crate::jobs::{Door, Place, accept, settle};

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
async fn once(door: mcp_runtime::State<Door>) -> usize {
    door.pass().await;
    door.entered()
}

#[tokio::test]
async fn calls_with_one_key_are_tasks_with_one_result() {
    let door = Door::default();
    let server = server!().tools(tools![once]).state(door.clone());
    let client = TestClient::modern(server).await.with_tasks();
    let client = client.with_meta("idempotencyKey", json!("a"));
    let (first, second) =
        (client.call("once", json!({})).await, client.call("once", json!({})).await);
    assert_ne!(first.task_id(), second.task_id());
    door.open();
    client.finished(first.task_id().unwrap()).await.assert_text("1");
    client.finished(second.task_id().unwrap()).await.assert_text("1");
    client.call("once", json!({})).await.assert_text("1");
}
