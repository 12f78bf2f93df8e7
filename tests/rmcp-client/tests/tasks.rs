//! Calls that go on as tasks; in older revisions they wait. The library asks how a
//! task is, but has no words to listen for one.

use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CancelTaskParams, GetTaskParams, UpdateTaskParams,
};
use rmcp_client::{
    Answer, Client, Era, Server, Transport, User, Way, eventually, every_way, refused,
};
use serde_json::{Value, json};

every_way!(
    a_call_that_waits_is_a_task,
    a_task_asks,
    a_task_that_ends_otherwise,
    a_task_outlives_its_connection,
    who_knows_no_tasks_waits,
);

const EXTENSION: &str = "io.modelcontextprotocol/tasks";

async fn follower(way: Way) -> Client {
    let user = User::who_says(json!({ "action": "accept" })).with_extension(EXTENSION, &json!({}));
    Client::connect_as(&Server::Fixtures.into(), way, user).await
}

/// The task's id.
async fn begin(client: &Client, name: &str, arguments: Value) -> String {
    match once(client, name, arguments).await {
        CallToolResponse::Task(begun) => begun.task.task_id,
        other => panic!("no task: {other:?}"),
    }
}

async fn once(client: &Client, name: &str, arguments: Value) -> CallToolResponse {
    let params = json!({ "name": name, "arguments": arguments });
    let params: CallToolRequestParams = serde_json::from_value(params).unwrap();
    client.own().call_tool_once(params).await.unwrap()
}

async fn state(client: &Client, task: &str) -> Value {
    let state = client.own().get_task(GetTaskParams::new(task)).await.unwrap();
    serde_json::to_value(state).unwrap()
}

/// How it stands once it is no longer working.
async fn settled(client: &Client, task: &str) -> Value {
    let mut last = Value::Null;
    eventually("it goes on", async || {
        last = state(client, task).await;
        last["status"] != "working"
    })
    .await;
    last
}

async fn a_call_that_waits_is_a_task(way: Way) {
    if let Era::Initialize = way.era {
        return;
    }
    let client = follower(way).await;
    let task = begin(&client, "slow_compute", json!({ "seconds": 1, "label": "x" })).await;
    assert_eq!(state(&client, &task).await["status"], "working");
    let end = settled(&client, &task).await;
    assert_eq!(end["status"], "completed");
    assert_eq!(end["result"]["content"][0]["text"], "x: computed for 1 s");
    match once(&client, "slow_compute", json!({ "seconds": 0, "label": "x" })).await {
        CallToolResponse::Complete(result) => {
            assert_eq!(Answer::from(result).text, "x: computed for 0 s");
        }
        other => panic!("it has to wait for nothing: {other:?}"),
    }
    client.close().await;
}

async fn a_task_asks(way: Way) {
    if let Era::Initialize = way.era {
        return;
    }
    let client = follower(way).await;
    let task = begin(&client, "multi_input", json!({})).await;
    let asks = settled(&client, &task).await;
    assert_eq!(asks["status"], "input_required");
    let asked: Vec<_> = asks["inputRequests"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(asked, ["confirm", "name"]);
    let update = async |answers: Value| {
        let answers = serde_json::from_value(answers).unwrap();
        client.own().update_task(UpdateTaskParams::new(&task, answers)).await.unwrap();
    };
    // One after the other, and one that nobody asked for.
    update(json!({ "name": { "action": "accept", "content": { "name": "Ann" } }, "age": { "action": "accept" } })).await;
    let asks = settled(&client, &task).await;
    assert_eq!(asks["status"], "input_required");
    assert_eq!(asks["inputRequests"].as_object().unwrap().len(), 1);
    update(json!({ "confirm": { "action": "accept", "content": { "confirm": true } } })).await;
    eventually("its end", async || state(&client, &task).await["status"] == "completed").await;
    let end = state(&client, &task).await;
    assert_eq!(end["result"]["content"][0]["text"], "Ann: true");
    client.close().await;
}

async fn a_task_that_ends_otherwise(way: Way) {
    if let Era::Initialize = way.era {
        return;
    }
    let client = follower(way).await;
    let task = begin(&client, "failing_job", json!({})).await;
    let end = settled(&client, &task).await;
    assert_eq!((&end["status"], &end["result"]["isError"]), (&json!("completed"), &json!(true)));
    let text = end["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("JOB_FAILED"), "{text}");
    let task = begin(&client, "slow_compute", json!({ "seconds": 60, "label": "never" })).await;
    client.own().cancel_task(CancelTaskParams::new(&task)).await.unwrap();
    assert_eq!(settled(&client, &task).await["status"], "cancelled");
    let user = User::default().with_extension(EXTENSION, &json!({}));
    let mute = Client::connect_as(&Server::Fixtures.into(), way, user).await;
    let task = begin(&mute, "protocol_error_job", json!({})).await;
    let end = settled(&mute, &task).await;
    assert_eq!((&end["status"], &end["error"]["code"]), (&json!("failed"), &json!(-32021)));
    let unknown = refused(client.own().get_task(GetTaskParams::new("task-of-nobody")).await);
    assert_eq!(unknown.code.0, -32602);
    client.close().await;
    mute.close().await;
}

async fn a_task_outlives_its_connection(way: Way) {
    let (Era::Discover, Transport::Http) = (way.era, way.transport) else { return };
    let first = follower(way).await;
    let task = begin(&first, "slow_compute", json!({ "seconds": 1, "label": "kept" })).await;
    first.close().await;
    let second = follower(way).await;
    let end = settled(&second, &task).await;
    assert_eq!(end["result"]["content"][0]["text"], "kept: computed for 1 s");
    second.close().await;
}

async fn who_knows_no_tasks_waits(way: Way) {
    let user = User::who_says(json!({ "action": "accept", "content": { "confirm": true } }));
    let client = Client::connect_as(&Server::Fixtures.into(), way, user).await;
    let waited = client.call("slow_compute", json!({ "seconds": 1, "label": "y" })).await.unwrap();
    assert_eq!(waited.text, "y: computed for 1 s");
    let asked = client.call("confirm_delete", json!({ "filename": "a.txt" })).await.unwrap();
    assert_eq!(asked.text, "a.txt: deleted");
    let required = client.call("failing_job", json!({})).await;
    match way.era {
        Era::Initialize => assert_eq!(required.unwrap().facts()["error"], "MISSING_CAPABILITY"),
        Era::Discover => assert_eq!(refused(required).code.0, -32021),
    }
    tokio::time::timeout(Duration::from_secs(5), client.close()).await.expect("it ends");
}
