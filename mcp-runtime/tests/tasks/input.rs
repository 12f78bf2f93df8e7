//! Tasks that ask their client.

use std::time::Duration;

use serde_json::json;

use crate::jobs::{Place, accept, settle};

#[tokio::test]
async fn an_answer_lets_a_task_go_on_where_it_was() {
    let place = Place::new().await;
    let id = place.start("asking").await;
    place.door.open();
    let task = place.until(&id, "input_required").await;
    let question = &task["inputRequests"]["name"];
    assert_eq!(question["method"], "elicitation/create", "{task}");
    assert_eq!(question["params"]["message"], "Who?");
    assert_eq!(place.client.task(&id).await["inputRequests"], task["inputRequests"]);
    assert!(task.get("requestState").is_none());
    let answer = place.update(&id, json!({ "name": accept("Ada") })).await["result"].take();
    let members: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(members, ["resultType", "_meta"]);
    let outcome = place.client.finished(&id).await;
    // The door was passed once: nothing ran again.
    outcome.assert_text("Some(\"Ada\") after 1 with 60s");
}

#[tokio::test]
async fn the_time_that_the_user_takes_is_not_the_tools() {
    let place = Place::new().await;
    let id = place.start("asking").await;
    place.clock.advance(Duration::from_secs(20));
    place.door.open();
    place.until(&id, "input_required").await;
    place.clock.advance(Duration::from_secs(599));
    settle().await;
    place.update(&id, json!({ "name": accept("Ada") })).await;
    let outcome = place.client.finished(&id).await;
    outcome.assert_text("Some(\"Ada\") after 1 with 40s");
}

#[tokio::test]
async fn a_question_is_not_open_for_ever() {
    let place = Place::new().await;
    let id = place.start("asking").await;
    place.door.open();
    place.until(&id, "input_required").await;
    place.clock.advance(Duration::from_mins(10));
    let outcome = place.client.finished(&id).await;
    let error = outcome.assert_error("TIMEOUT");
    assert_eq!(error["message"], "nobody answered `name` in time");
}

#[tokio::test]
async fn an_answer_to_one_gives_no_more_time_for_another() {
    let place = Place::new().await;
    let id = place.start("asking_two").await;
    place.door.open();
    place.until(&id, "input_required").await;
    place.clock.advance(Duration::from_mins(9));
    settle().await;
    place.update(&id, json!({ "second": accept("two") })).await;
    settle().await;
    place.clock.advance(Duration::from_mins(1));
    let error = place.client.finished(&id).await;
    assert_eq!(error.assert_error("TIMEOUT")["message"], "nobody answered `first` in time");
}

#[tokio::test]
async fn each_question_has_its_own_time() {
    let place = Place::new().await;
    let id = place.start("asking_twice").await;
    place.door.open();
    place.until(&id, "input_required").await;
    place.clock.advance(Duration::from_mins(6));
    place.door.open();
    settle().await;
    place.clock.advance(Duration::from_mins(4));
    settle().await;
    let task = place.client.task(&id).await;
    let open: Vec<&String> = task["inputRequests"].as_object().unwrap().keys().collect();
    assert_eq!(open, ["second"], "the first was asked before it");
    place.clock.advance(Duration::from_secs(359));
    settle().await;
    place.update(&id, json!({ "second": accept("two") })).await;
    place.client.finished(&id).await.assert_text("false true");
}

#[tokio::test]
async fn each_question_is_answered_by_itself() {
    let place = Place::new().await;
    let id = place.start("asking_two").await;
    place.door.open();
    let task = place.until(&id, "input_required").await;
    let keys: Vec<&String> = task["inputRequests"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["first", "second"]);
    let some = json!({ "second": accept("two"), "third": accept("nobody asked") });
    place.update(&id, some).await;
    let task = place.client.task(&id).await;
    assert_eq!(task["status"], "input_required");
    let keys: Vec<&String> = task["inputRequests"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["first"]);
    // A second answer to what was answered is none.
    let rest = json!({ "first": accept("one"), "second": accept("too late") });
    place.update(&id, rest).await;
    place.client.finished(&id).await.assert_text("one two");
}

#[tokio::test]
async fn a_question_that_nobody_waits_for_any_more_is_withdrawn() {
    let place = Place::new().await;
    let id = place.start("impatient").await;
    place.door.open();
    place.until(&id, "input_required").await;
    place.door.open();
    let task = place.until(&id, "working").await;
    assert!(task.get("inputRequests").is_none(), "{task}");
    place.update(&id, json!({ "name": accept("late") })).await;
    place.door.open();
    place.client.finished(&id).await.assert_text("went on");
}

#[tokio::test]
async fn what_is_asked_first_is_asked_before_there_is_a_task() {
    let place = Place::new().await;
    let params = json!({ "name": "asks_first", "arguments": {} });
    let round = place.client.request("tools/call", params.clone()).await["result"].take();
    assert_eq!(round["resultType"], "input_required", "{round}");
    assert!(round.get("taskId").is_none());
    let mut again = params;
    again["inputResponses"] = json!({ "name": accept("Ada") });
    again["requestState"] = round["requestState"].clone();
    let created = place.client.request("tools/call", again).await["result"].take();
    assert_eq!(created["resultType"], "task", "{created}");
    assert!(created.get("requestState").is_none() && created.get("inputRequests").is_none());
    place.door.open();
    place.client.finished(created["taskId"].as_str().unwrap()).await.assert_text("Ada");
}

#[tokio::test]
async fn a_task_that_asks_can_be_cancelled() {
    let place = Place::new().await;
    let id = place.start("asking").await;
    place.door.open();
    place.until(&id, "input_required").await;
    place.ask("tasks/cancel", &id, json!({})).await;
    let task = place.client.task(&id).await;
    assert_eq!(task["status"], "cancelled");
    assert!(task.get("inputRequests").is_none());
    place.update(&id, json!({ "name": accept("late") })).await;
    assert_eq!(place.status(&id).await, "cancelled");
}
