//! What a user of the notes server meets.

use rmcp::ServiceError;
use rmcp_client::{Client, Server, Way, every_way};
use serde_json::{Value, json};

every_way!(
    agrees_on_the_revision,
    lists_the_tools_with_their_schemas,
    adds_finds_reads_and_deletes_a_note,
    learns_from_a_tool_error_what_to_do_next,
    learns_every_violation_of_the_input_schema_at_once,
    learns_that_a_tool_does_not_exist,
);

async fn agrees_on_the_revision(way: Way) {
    let client = Client::connect(Server::Notes, way).await;
    assert_eq!(client.revision(), way.revision());
    assert_eq!(client.server_name(), "notes");
    client.close().await;
}

async fn lists_the_tools_with_their_schemas(way: Way) {
    let client = Client::connect(Server::Notes, way).await;
    let tools = serde_json::to_value(client.tools().await).unwrap();
    let tools = tools.as_array().unwrap();
    let mut names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["add", "delete", "read", "search", "tag"]);
    let search = tools.iter().find(|tool| tool["name"] == "search").unwrap();
    assert_eq!(search["annotations"]["readOnlyHint"], true);
    assert_eq!(search["inputSchema"]["required"], json!(["query"]));
    assert_eq!(search["inputSchema"]["properties"]["limit"]["minimum"], 1);
    assert_eq!(search["outputSchema"]["type"], "object");
    client.close().await;
}

async fn adds_finds_reads_and_deletes_a_note(way: Way) {
    let client = Client::connect(Server::Notes, way).await;
    let word = format!("zebra{}", std::process::id())
        + &format!("{way:?}").replace(|c: char| !c.is_alphanumeric(), "");
    let body = format!("A {word} – ünïcode ✓");
    let added = client.call("add", json!({ "title": "About", "body": body })).await.unwrap();
    let id = &added.structured["id"];
    let found = client.call("search", json!({ "query": word })).await.unwrap();
    assert_eq!(found.structured["hits"][0]["id"], *id);
    // The text form is what clients without structured content show.
    assert_eq!(serde_json::from_str::<Value>(&found.text).unwrap(), found.structured);
    let read = client.call("read", json!({ "id": id })).await.unwrap();
    assert_eq!(read.structured["body"], body);
    assert!(!client.call("delete", json!({ "id": id })).await.unwrap().failed);
    let gone = client.call("read", json!({ "id": id })).await.unwrap();
    assert_eq!(gone.facts()["error"], "NOTE_NOT_FOUND");
    client.close().await;
}

async fn learns_from_a_tool_error_what_to_do_next(way: Way) {
    let client = Client::connect(Server::Notes, way).await;
    let error = client.call("read", json!({ "id": 999_999_999 })).await.unwrap().facts();
    assert_eq!(error["error"], "NOTE_NOT_FOUND");
    assert!(error["message"].as_str().unwrap().contains("999999999"));
    assert!(error["action"].as_str().unwrap().contains("search"));
    assert_eq!(error["retryable"], false);
    assert_eq!(error["tool"], "read");
    assert!(error["requestId"].is_string());
    client.close().await;
}

async fn learns_every_violation_of_the_input_schema_at_once(way: Way) {
    let client = Client::connect(Server::Notes, way).await;
    let answer = client.call("search", json!({ "limit": 0, "colour": "red" })).await.unwrap();
    let error = answer.facts();
    assert_eq!(error["error"], "INVALID_INPUT");
    assert!(error["action"].is_string());
    for place in ["query", "/limit", "colour"] {
        assert!(answer.text.contains(place), "{place} is missing in {}", answer.text);
    }
    client.close().await;
}

async fn learns_that_a_tool_does_not_exist(way: Way) {
    let client = Client::connect(Server::Notes, way).await;
    match client.call("serach", json!({})).await {
        Err(ServiceError::McpError(error)) => {
            assert_eq!(error.code.0, -32602);
            assert!(
                error.message.contains("serach") && error.message.contains("tools/list"),
                "{error}"
            );
        }
        other => panic!("{other:?}"),
    }
    client.close().await;
}
