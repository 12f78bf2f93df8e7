//! How many there may be, and what becomes of the rest.

use std::time::Duration;

use mcp_runtime::ServerBuilder;
use serde_json::json;

use crate::jobs::{Place, settle};

#[tokio::test]
async fn a_caller_has_its_share() {
    let place = Place::with(|server| server.max_tasks_per_caller(2)).await;
    let first = place.start("job").await;
    let second = place.start("job").await;
    let refused = place.client.call("job", json!({})).await;
    let error = refused.assert_error("RATE_LIMITED");
    assert_eq!((&error["retryAfter"], &error["retryable"]), (&json!(1), &json!(true)));
    let action = error["action"].as_str().unwrap();
    assert!(action.contains("tasks/get") && action.contains("tasks/cancel"), "{action}");
    assert_eq!(place.door.entered(), 2, "the one that was refused never ran");

    // What has ended counts until its client has it.
    place.door.open();
    let ended = async {
        loop {
            settle().await;
            if place.door.left.load(std::sync::atomic::Ordering::Relaxed) == 1 {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended).await.expect("one ends");
    place.client.call("job", json!({})).await.assert_error("RATE_LIMITED");
    place.client.finished(&first).await.assert_text("done");
    assert_eq!(place.status(&first).await, "completed", "it stays while there is room");
    let third = place.start("job").await;
    let gone = place.ask("tasks/get", &first, json!({})).await;
    assert_eq!(gone["error"]["code"], -32602, "it made room: {gone}");
    assert_eq!(place.status(&second).await, "working");
    assert_eq!(place.status(&third).await, "working");

    // So does one that its client has cancelled: it need not ask again.
    place.ask("tasks/cancel", &second, json!({})).await;
    place.start("job").await;
}

#[tokio::test]
async fn a_call_that_is_no_task_in_the_end_takes_no_room() {
    let place = Place::with(|server| server.max_tasks_per_caller(1)).await;
    for _ in 0..5 {
        place.client.call("quick", json!({})).await.assert_text("quick");
        place.client.call("job", json!({ "surplus": 1 })).await.assert_error("INVALID_INPUT");
    }
    place.start("job").await;
    place.client.call("plain", json!({})).await.assert_text("plain");
    place.client.call("quick", json!({})).await.assert_error("RATE_LIMITED");
}

#[tokio::test]
async fn all_together_have_their_bound() {
    let place = Place::with(|server| server.max_tasks(1)).await;
    place.start("job").await;
    place.client.call("job", json!({})).await.assert_error("OVERLOADED");
    // It has met its deadline by then, and nobody has asked for it.
    place.clock.advance(Duration::from_mins(61));
    settle().await;
    let id = place.start("job").await;
    place.client.call("job", json!({})).await.assert_error("OVERLOADED");
    place.door.open();
    place.client.finished(&id).await.assert_text("done");
    place.start("job").await;
}

#[tokio::test]
async fn so_have_the_bytes_that_they_hold() {
    let place = Place::with(|server| server.max_task_bytes(1_000)).await;
    let first = place.start("job").await;
    let second = place.start("job").await;
    place.client.call("job", json!({})).await.assert_error("OVERLOADED");
    // Its message is not held any more, and its result is smaller.
    place.ask("tasks/cancel", &first, json!({})).await;
    place.start("job").await;
    assert_eq!(place.status(&second).await, "working");
}

#[tokio::test]
async fn a_caller_has_its_share_of_the_bytes() {
    let place = Place::with(|server| server.max_task_bytes_per_caller(1_000)).await;
    let first = place.start("job").await;
    place.start("job").await;
    let refused = place.client.call("job", json!({})).await;
    let error = refused.assert_error("RATE_LIMITED");
    assert_eq!((&error["retryAfter"], &error["retryable"]), (&json!(1), &json!(true)));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("1000 bytes"), "{message}");
    let action = error["action"].as_str().unwrap();
    assert!(action.contains("tasks/get") && action.contains("tasks/cancel"), "{action}");
    assert_eq!(place.door.entered(), 2, "the one that was refused never ran");
    place.ask("tasks/cancel", &first, json!({})).await;
    place.start("job").await;
}

#[tokio::test]
async fn a_message_that_never_fits_is_not_to_be_repeated() {
    for configure in [
        (|server| server.max_task_bytes_per_caller(2_000)) as fn(ServerBuilder) -> ServerBuilder,
        |server| server.max_task_bytes(2_000),
    ] {
        let mut place = Place::with(configure).await;
        let first = place.start("job").await;
        place.door.open();
        place.client.finished(&first).await.assert_text("done");
        place.client = place.client.with_meta("large", json!("x".repeat(3_000)));
        let refused = place.client.call("job", json!({})).await;
        let error = refused.assert_error("INVALID_INPUT");
        assert_eq!((&error["retryAfter"], &error["retryable"]), (&json!(null), &json!(false)));
        assert!(error["message"].as_str().unwrap().contains("limit of 2000"), "{error}");
        assert!(error["action"].as_str().unwrap().starts_with("Send less"), "{error}");
        place.client = place.client.with_meta("large", json!(""));
        assert_eq!(place.status(&first).await, "completed", "nobody loses anything for it");
    }
}

#[tokio::test]
async fn results_take_of_the_share_as_well() {
    let place = Place::with(|server| server.max_task_bytes_per_caller(3_000)).await;
    let mut ids = Vec::new();
    for bytes in [1_500, 1_400, 1_600] {
        ids.push(place.start_with("large", json!({ "bytes": bytes })).await);
    }
    place.door.open();
    place.client.finished(&ids[0]).await.assert_text(&"x".repeat(1_500));
    // Its client has the first, which makes room for the second.
    place.door.open();
    settle().await;
    assert_eq!(place.ask("tasks/get", &ids[0], json!({})).await["error"]["code"], -32602);
    // Nobody has fetched that, so it stays, and the third does not fit.
    place.door.open();
    let lost = place.client.finished(&ids[2]).await;
    let error = lost.assert_error("OUTPUT_TOO_LARGE");
    assert_eq!(error["retryable"], false, "it has run");
    assert_eq!(error["details"]["limit"], 3_000, "{error}");
    assert!(error["details"]["bytes"].as_u64().unwrap() > 1_600, "{error}");
    assert!(error["action"].as_str().unwrap().contains("tasks/get"), "{error}");
    place.client.finished(&ids[1]).await.assert_text(&"x".repeat(1_400));
}
