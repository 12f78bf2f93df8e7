//! The tools as clients call them, in process, in both eras.

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};
use notes::index::Folder;
use notes::store::Store;
use notes::tools::Notes;

fn server() -> ServerBuilder {
    notes::server(Notes::new(Store::open(None).expect("a database in memory")))
}

async fn both() -> [TestClient; 2] {
    [TestClient::modern(server()).await, TestClient::legacy(server()).await]
}

#[tokio::test]
async fn a_note_from_its_birth_to_its_end() {
    for client in both().await {
        client
            .call(
                "add",
                json!({"title": " Rate limits ", "body": "Sixty calls a minute.", "tags": ["API"]}),
            )
            .await
            .assert_structured(json!({"id": 1, "title": "Rate limits", "tags": ["api"]}));
        client.call("search", json!({"query": "rate limit", "tag": "api"})).await.assert_structured(json!({
            "matched": "all",
            "hits": [{"id": 1, "title": "Rate limits", "snippet": "**Rate** **limits**", "tags": ["api"]}],
            "more": false,
        }));
        client
            .call("tag", json!({"id": 1, "add": ["draft"], "remove": ["api"]}))
            .await
            .assert_structured(json!({"id": 1, "title": "Rate limits", "tags": ["draft"]}));
        client.call("read", json!({"id": 1})).await.assert_structured(json!({
            "id": 1, "title": "Rate limits", "tags": ["draft"], "body": "Sixty calls a minute.",
        }));
        client
            .call("delete", json!({"id": 1}))
            .await
            .assert_text("Deleted note 1, \"Rate limits\".");
        let gone = client.call("read", json!({"id": 1})).await;
        let error = gone.assert_error("NOTE_NOT_FOUND");
        assert_eq!(error["action"], "Call search to find the id of a note.");
        assert_eq!(error["details"], json!({"id": 1}));
        assert_eq!(error["retryable"], false);
    }
}

#[tokio::test]
async fn arguments_are_held_to_the_schema() {
    for client in both().await {
        for (tool, arguments, pointer) in [
            ("search", json!({"query": ""}), "/query"),
            ("search", json!({"query": "x".repeat(401)}), "/query"),
            ("search", json!({"query": "x", "limit": 0}), "/limit"),
            ("search", json!({"query": "x", "limit": 51}), "/limit"),
            ("search", json!({"query": "x", "tags": "y"}), "/tags"),
            ("read", json!({"id": 0}), "/id"),
            ("read", json!({}), "/id"),
            ("add", json!({"title": "  ", "body": ""}), "/title"),
            ("add", json!({"title": "x", "body": "x".repeat(100_001)}), "/body"),
            ("add", json!({"title": "x", "body": "", "tags": ["two words"]}), "/tags/0"),
            ("tag", json!({"id": 1, "add": ["ok", "#no"]}), "/add/1"),
        ] {
            let outcome = client.call(tool, arguments.clone()).await;
            let error = outcome.assert_error("INVALID_INPUT").to_string();
            assert!(error.contains(&format!("{pointer}\"")), "{tool} {arguments}: {error}");
        }
        client.call("search", json!({"query": "+ - *"})).await.assert_error("EMPTY_QUERY");
        client.call("search", json!({"query": "AND \"("})).await.assert_ok();
    }
}

#[tokio::test]
async fn errors_say_what_to_do() {
    let client = TestClient::modern(server()).await;
    client.call("add", json!({"title": "Note", "body": ""})).await.assert_ok();
    let both = client.call("tag", json!({"id": 1, "add": ["a"], "remove": ["A"]})).await;
    assert_eq!(both.assert_error("CONTRADICTORY_TAGS")["details"], json!({"tags": ["a"]}));
    let many: Vec<_> = (0..32).map(|number| format!("t{number}")).collect();
    client.call("tag", json!({"id": 1, "add": many})).await.assert_ok();
    let more = client.call("tag", json!({"id": 1, "add": ["one-more"]})).await;
    let error = more.assert_error("TOO_MANY_TAGS");
    assert_eq!(error["message"], "the note would have 33 tags; at most 32 are allowed");
    assert_eq!(error["action"], "Remove tags from note 1 in the same call, or add fewer.");
}

#[tokio::test]
async fn the_list_says_what_each_tool_does_to_the_notes() {
    for client in both().await {
        let tools = client.list_tools().await;
        let names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().unwrap_or("")).collect();
        assert_eq!(names, ["add", "delete", "read", "search", "tag"]);
        let hint = |name: &str, hint: &str| {
            tools
                .iter()
                .find(|tool| tool["name"] == name)
                .map(|tool| tool["annotations"][hint].clone())
        };
        assert_eq!(hint("search", "readOnlyHint"), Some(json!(true)));
        assert_eq!(hint("delete", "destructiveHint"), Some(json!(true)));
        assert_eq!(hint("add", "destructiveHint"), Some(json!(false)));
        assert_eq!(hint("tag", "idempotentHint"), Some(json!(true)));
        let limit = &tools[3]["inputSchema"]["properties"]["limit"];
        assert_eq!(
            limit,
            &json!({
                "type": "integer", "minimum": 1, "maximum": 50, "default": 10,
                "description": "How many notes to return.",
            })
        );
    }
}

#[tokio::test]
async fn a_folder_is_read_by_the_first_call() {
    let folder = Folder::new(env!("CARGO_MANIFEST_DIR")).only(["README.md"]);
    let notes = Notes::new(Store::open(None).expect("a database in memory")).with_folder(folder);
    let client = TestClient::modern(notes::server(notes)).await;
    let found = client.call("search", json!({"query": "NOTES_DIR"})).await;
    let hit = &found.structured().expect("hits")["hits"][0];
    assert_eq!(hit["file"], "README.md");
}

#[tokio::test]
async fn many_calls_at_once_share_the_store() {
    let client = TestClient::modern(server()).await;
    let mut calls = Vec::new();
    for number in 0..50 {
        let note = json!({"title": format!("Note {number}"), "body": "shared words"});
        calls.push(client.start("add", note).await);
        calls.push(client.start("search", json!({"query": "shared", "limit": 50})).await);
    }
    for call in calls {
        call.outcome().await.assert_ok();
    }
    let found = client.call("search", json!({"query": "shared words", "limit": 50})).await;
    assert_eq!(found.structured().expect("hits")["hits"].as_array().map(Vec::len), Some(50));
}
