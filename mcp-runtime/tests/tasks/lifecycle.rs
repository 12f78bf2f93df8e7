//! From a call to its end, as its client sees it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use mcp_runtime::ProtocolVersion;
use mcp_runtime::testing::{ManualClock, TestClient};
use serde_json::{Value, json};

use crate::jobs::{Door, Place, server, settle};

const TASKS: &str = "io.modelcontextprotocol/tasks";

#[tokio::test]
async fn a_call_that_waits_is_a_task_that_has_its_result() {
    let place = Place::new().await;
    let created = place.client.call("job", json!({})).await.response()["result"].clone();
    let id = created["taskId"].as_str().expect("an id").to_owned();
    assert!(id.len() >= 22, "{id} can be guessed");
    let mut expected = json!({
        "resultType": "task", "taskId": id, "status": "working",
        "createdAt": "2027-01-15T08:00:00.000Z", "lastUpdatedAt": "2027-01-15T08:00:00.000Z",
        "ttlMs": 3_660_000, "pollIntervalMs": 1_000, "_meta": created["_meta"],
    });
    assert_eq!(created, expected);
    expected["resultType"] = json!("complete");
    assert_eq!(place.client.task(&id).await, expected, "it is there at once");

    place.clock.advance(Duration::from_millis(1_500));
    place.door.open();
    place.client.finished(&id).await.assert_text("done");
    expected["status"] = json!("completed");
    expected["lastUpdatedAt"] = json!("2027-01-15T08:00:01.500Z");
    expected["result"] = json!({
        "content": [{ "type": "text", "text": "done" }], "resultType": "complete",
        "_meta": created["_meta"],
    });
    assert_eq!(place.client.task(&id).await, expected, "also a second time");
}

#[tokio::test]
async fn what_need_not_wait_is_answered_at_once() {
    let place = Place::new().await;
    place.client.call("quick", json!({})).await.assert_text("quick");
    place.client.call("plain", json!({})).await.assert_text("plain");
    place.client.call("job", json!({ "surplus": 1 })).await.assert_error("INVALID_INPUT");
    let id = place.start("blocks").await;
    place.client.finished(&id).await.assert_text("blocked");
}

#[tokio::test]
async fn failures_are_told_apart_as_those_of_calls() {
    let place = Place::new().await;
    for (tool, code) in [("failing", "BROKEN"), ("panicking", "INTERNAL")] {
        let id = place.start(tool).await;
        place.door.open();
        place.client.finished(&id).await.assert_error(code);
        assert_eq!(place.status(&id).await, "completed", "a tool that fails has a result");
    }
    let id = place.start("needy").await;
    place.door.open();
    let task = place.until(&id, "failed").await;
    assert_eq!(task["error"]["code"], -32021, "{task}");
    assert_eq!(task["error"]["data"]["requiredCapabilities"], json!({ "roots": {} }));
    assert!(task.get("result").is_none(), "{task}");
    assert_eq!(task["statusMessage"], task["error"]["message"], "people are told, too");
}

#[tokio::test]
async fn only_clients_that_say_so_get_a_task() {
    let (door, clock) = (Door::default(), ManualClock::default());
    for version in [ProtocolVersion::V2026_07_28, ProtocolVersion::V2025_11_25] {
        let client = TestClient::connect(server(&door, &clock), version).await;
        let call = client.start("job", json!({})).await;
        door.open();
        call.outcome().await.assert_text("done");
        if version.is_modern() {
            let answer = client.request("tools/call", json!({ "name": "must" })).await;
            assert_eq!(answer["error"]["code"], -32021, "{answer}");
            let needed = &answer["error"]["data"]["requiredCapabilities"];
            assert_eq!(*needed, json!({ "extensions": { TASKS: {} } }));
            for method in ["tasks/get", "tasks/update", "tasks/cancel"] {
                let answer = client.request(method, json!({ "taskId": "any" })).await;
                assert_eq!(answer["error"]["code"], -32021, "{answer}");
                let needed = &answer["error"]["data"]["requiredCapabilities"];
                assert_eq!(*needed, json!({ "extensions": { TASKS: {} } }));
            }
        } else {
            client.call("must", json!({})).await.assert_error("MISSING_CAPABILITY");
            let answer = client.request("tasks/get", json!({ "taskId": "any" })).await;
            assert_eq!(answer["error"]["code"], -32601, "{answer}");
        }
    }
    // Declared in a handshake it means another extension, that of that revision.
    let client = TestClient::connect(server(&door, &clock), ProtocolVersion::V2025_11_25).await;
    let hello = json!({ "protocolVersion": "2025-11-25",
        "capabilities": { "extensions": { TASKS: {} }, "tasks": {} } });
    let agreed = client.request("initialize", hello).await;
    assert_eq!(agreed["result"]["capabilities"].get("extensions"), None, "{agreed}");
    assert_eq!(agreed["result"]["capabilities"].get("tasks"), None, "{agreed}");
    let call = client.start("job", json!({})).await;
    door.open();
    call.outcome().await.assert_text("done");
}

#[tokio::test]
async fn the_extension_is_there_where_a_tool_needs_it() {
    let place = Place::new().await;
    let discovered = place.client.request("server/discover", json!({})).await;
    let capabilities = &discovered["result"]["capabilities"];
    assert_eq!(capabilities["extensions"], json!({ TASKS: {} }));
    assert_eq!(capabilities.get("tasks"), None);

    let plain = mcp_runtime::server!().tools(mcp_runtime::tools![crate::jobs::plain]);
    let client = TestClient::modern(plain).await.with_tasks();
    let discovered = client.request("server/discover", json!({})).await;
    assert_eq!(discovered["result"]["capabilities"].get("extensions"), None);
    let answer = client.request("tasks/get", json!({ "taskId": "any" })).await;
    assert_eq!(answer["error"]["code"], -32601, "{answer}");
}

#[tokio::test]
async fn a_cancelled_task_stops() {
    let place = Place::new().await;
    let id = place.start("job").await;
    assert_eq!(place.door.left.load(Ordering::Relaxed), 0);
    let answer = place.ask("tasks/cancel", &id, json!({})).await["result"].take();
    let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(members, ["resultType", "_meta"]);
    assert_eq!(answer["resultType"], "complete");
    let task = place.client.task(&id).await;
    assert_eq!(task["status"], "cancelled");
    assert_eq!(task["statusMessage"], "cancelled by the client");
    settle().await;
    assert_eq!(place.door.left.load(Ordering::Relaxed), 1, "its function was dropped");
    // Once more changes nothing, nor does an answer to nothing.
    for answer in
        [place.ask("tasks/cancel", &id, json!({})).await, place.update(&id, json!({})).await]
    {
        assert_eq!(answer["result"]["resultType"], "complete", "{answer}");
    }
    assert_eq!(place.status(&id).await, "cancelled");
}

#[tokio::test]
async fn its_client_may_cancel_the_request_and_not_the_task() {
    let place = Place::new().await;
    let id = place.start("job").await;
    for request in 1..10 {
        place.client.notify("notifications/cancelled", json!({ "requestId": request })).await;
    }
    place.door.open();
    place.client.finished(&id).await.assert_text("done");
}

#[tokio::test]
async fn its_timeout_is_that_of_the_call() {
    let place = Place::new().await;
    let id = place.start("job").await;
    place.clock.advance(Duration::from_millis(59_999));
    settle().await;
    assert_eq!(place.status(&id).await, "working");
    place.clock.advance(Duration::from_millis(1));
    place.client.finished(&id).await.assert_error("TIMEOUT");
}

#[tokio::test]
async fn it_is_kept_for_its_time_and_not_longer() {
    let place = Place::with(|server| server.task_ttl(Duration::from_secs(100))).await;
    let id = place.start("job").await;
    assert_eq!(place.client.task(&id).await["ttlMs"], 160_000);
    place.door.open();
    place.client.finished(&id).await.assert_text("done");
    place.clock.advance(Duration::from_millis(159_999));
    assert_eq!(place.status(&id).await, "completed");
    place.clock.advance(Duration::from_millis(1));
    let answer = place.ask("tasks/get", &id, json!({})).await;
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    assert!(answer["error"]["message"].as_str().unwrap().contains("expired"), "{answer}");
}

#[tokio::test]
async fn a_task_that_still_asks_when_its_time_is_over_ends() {
    let place = Place::with(|server| {
        server.task_ttl(Duration::from_secs(1)).input_timeout(Duration::from_hours(1))
    })
    .await;
    let id = place.start("asking").await;
    place.door.open();
    place.until(&id, "input_required").await;
    place.clock.advance(Duration::from_secs(61));
    settle().await;
    assert_eq!(place.ask("tasks/get", &id, json!({})).await["error"]["code"], -32602);
}

#[tokio::test]
async fn what_it_says_of_its_progress_is_its_message() {
    let place = Place::new().await;
    let id = place.start("telling").await;
    assert_eq!(place.client.task(&id).await.get("statusMessage"), None);
    for message in ["3 of 10", "half of it"] {
        place.door.open();
        settle().await;
        assert_eq!(place.client.task(&id).await["statusMessage"], message);
    }
    place.door.open();
    place.client.finished(&id).await.assert_text("told");
    assert_eq!(place.client.task(&id).await.get("statusMessage"), None, "it says nothing of that");
    assert!(place.client.take_unsolicited().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_what_is_wrong() {
    let place = Place::new().await;
    let id = place.start("job").await;
    for (method, params, wrong) in [
        ("tasks/get", json!({}), "`params.taskId` is missing"),
        ("tasks/get", json!({ "taskId": 7 }), "`params.taskId` must be a string"),
        ("tasks/get", json!({ "taskId": "unknown" }), "Task not found"),
        ("tasks/cancel", json!({ "taskId": "unknown" }), "Task not found"),
        ("tasks/update", json!({ "taskId": "unknown", "inputResponses": {} }), "Task not found"),
        ("tasks/update", json!({ "taskId": id }), "`params.inputResponses` is missing"),
        ("tasks/update", json!({ "taskId": id, "inputResponses": [] }), "must be an object"),
        ("tasks/update", json!({ "taskId": id, "inputResponses": { "a": 1 } }), "inputResponses.a"),
    ] {
        let answer: Value = place.client.request(method, params).await;
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(wrong), "{answer}");
    }
    for method in ["tasks/result", "tasks/list"] {
        let answer = place.ask(method, &id, json!({})).await;
        assert_eq!(answer["error"]["code"], -32601, "{answer}");
    }
}
