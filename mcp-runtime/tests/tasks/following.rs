//! Tasks that are followed by a subscription.

use serde_json::{Value, json};

use crate::jobs::{Place, accept, settle};

async fn heard(place: &Place) -> Vec<Value> {
    settle().await;
    place.client.take_unsolicited()
}

async fn listen(place: &Place, ids: Value) -> u64 {
    let params = json!({ "notifications": { "taskIds": ids } });
    // Its answer is its end; it is not waited for.
    let listening = place.client.request("subscriptions/listen", params);
    let _ = tokio::time::timeout(std::time::Duration::from_millis(20), listening).await;
    0
}

#[tokio::test]
async fn every_change_is_told_with_all_there_is() {
    let place = Place::new().await;
    let id = place.start("asking").await;
    listen(&place, json!([id, "unknown"])).await;
    let first = heard(&place).await;
    assert_eq!(first[0]["method"], "notifications/subscriptions/acknowledged");
    assert_eq!(first[0]["params"]["notifications"], json!({ "taskIds": [id] }));
    assert_eq!(first[1]["method"], "notifications/tasks", "how it stood then");
    assert_eq!(first[1]["params"]["status"], "working");
    assert_eq!(first.len(), 2, "{first:?}");

    place.door.open();
    let asked = heard(&place).await;
    assert_eq!(asked.len(), 1, "{asked:?}");
    let params = &asked[0]["params"];
    assert!(params["_meta"]["io.modelcontextprotocol/subscriptionId"].is_number());
    let mut told = params.clone();
    told.as_object_mut().unwrap().remove("_meta");
    let mut gotten = place.client.task(&id).await;
    gotten.as_object_mut().unwrap().retain(|name, _| name != "_meta" && name != "resultType");
    assert_eq!(told, gotten, "it is what tasks/get says");
    assert_eq!(told["status"], "input_required");

    place.update(&id, json!({ "name": accept("Ada") })).await;
    let ended = heard(&place).await;
    let last = ended.last().expect("its end");
    assert_eq!(last["params"]["status"], "completed");
    assert_eq!(last["params"]["result"]["isError"], Value::Null);
    assert!(last["params"]["result"]["content"][0]["text"].as_str().unwrap().contains("Ada"));
    assert!(heard(&place).await.is_empty());
}

#[tokio::test]
async fn progress_and_cancellation_are_told() {
    let place = Place::new().await;
    let id = place.start("telling").await;
    listen(&place, json!([id])).await;
    heard(&place).await;
    place.door.open();
    let told = heard(&place).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["params"]["statusMessage"], "3 of 10");
    place.ask("tasks/cancel", &id, json!({})).await;
    let told = heard(&place).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["params"]["status"], "cancelled");
}

#[tokio::test]
async fn one_that_has_ended_is_told_to_those_who_come_late() {
    let place = Place::new().await;
    let id = place.start("job").await;
    place.door.open();
    place.client.finished(&id).await;
    listen(&place, json!([id])).await;
    let told = heard(&place).await;
    assert_eq!(told[1]["params"]["status"], "completed", "{told:?}");
}

#[tokio::test]
async fn a_client_that_has_not_declared_it_cannot_listen() {
    let place = Place::new().await;
    let client = place.client.with_capabilities(json!({}));
    let params = json!({ "notifications": { "taskIds": ["any"] } });
    let answer = client.request("subscriptions/listen", params).await;
    assert_eq!(answer["error"]["code"], -32021, "{answer}");
    let needed = &answer["error"]["data"]["requiredCapabilities"]["extensions"];
    assert_eq!(*needed, json!({ "io.modelcontextprotocol/tasks": {} }));
}
