//! Calls that are repeated with their key, where there is hardly room for tasks.

use std::sync::atomic::Ordering;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use serde_json::json;

use crate::jobs::{Door, job, settle};
use crate::records::once;

async fn patient(call: GuardCall) -> Result<(), CallError> {
    call.state::<Door>().expect("given").pass().await;
    Ok(())
}

/// Is let through by a check that takes its time.
#[mcp_tool(task, idempotent, guard = patient)]
async fn checked() -> &'static str {
    "checked"
}

/// A client with one key, where each caller has room for one task.
async fn narrow(door: &Door) -> TestClient {
    let server = server!().tools(tools![once, job, checked]).state(door.clone());
    let client = TestClient::modern(server.max_tasks_per_caller(1)).await;
    client.with_meta("idempotencyKey", json!("a"))
}

#[tokio::test]
async fn what_another_call_comes_to_needs_no_room() {
    let door = Door::default();
    let client = narrow(&door).await.with_tasks();
    let first = client.call("once", json!({})).await;
    let id = first.task_id().expect("a task");
    assert_eq!(client.call("once", json!({})).await.task_id(), Some(id), "it is that task");
    door.open();
    while door.left.load(Ordering::Relaxed) == 0 {
        settle().await;
    }
    settle().await;
    // Nobody has fetched it yet, so it does not make way.
    client.call("once", json!({})).await.assert_text("1");
    client.finished(id).await.assert_text("1");
    client.call("once", json!({})).await.assert_text("1");
    assert_eq!(client.task(id).await["status"], "completed", "it did not make way for nothing");
}

#[tokio::test]
async fn whoever_waits_for_a_call_that_is_no_task_needs_room() {
    let door = Door::default();
    let plain = narrow(&door).await;
    let first = plain.start("once", json!({})).await;
    settle().await;
    let client = plain.with_tasks();
    let other = client.call("job", json!({})).await;
    client.call("once", json!({})).await.assert_error("RATE_LIMITED");
    let params = json!({ "taskId": other.task_id().expect("a task") });
    client.request("tasks/cancel", params).await;
    let second = client.call("once", json!({})).await;
    let id = second.task_id().expect("a task of its own");
    door.open();
    first.outcome().await.assert_text("2");
    client.finished(id).await.assert_text("2");
}

#[tokio::test]
async fn so_does_one_that_waits_for_its_check() {
    let door = Door::default();
    let client = narrow(&door).await.with_tasks();
    let first = client.call("checked", json!({})).await;
    let id = first.task_id().expect("a task");
    client.call("checked", json!({})).await.assert_error("RATE_LIMITED");
    door.open();
    client.finished(id).await.assert_text("checked");
}
