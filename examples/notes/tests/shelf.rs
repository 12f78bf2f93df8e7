//! Resources and the prompt as clients ask for them, in process, in both eras.

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};
use notes::store::Store;
use notes::tools::Notes;

async fn both() -> [TestClient; 2] {
    let server = || notes::server(Notes::new(Store::open(None).expect("a database in memory")));
    let clients = [TestClient::modern(server()).await, TestClient::legacy(server()).await];
    for client in &clients {
        for (title, tags) in
            [("Rate limits", json!(["api"])), ("Rate of growth", json!(["api", "draft"]))]
        {
            client
                .call("add", json!({"title": title, "body": "Sixty.", "tags": tags}))
                .await
                .assert_ok();
        }
    }
    clients
}

#[tokio::test]
async fn tags_and_notes_are_resources() {
    for client in both().await {
        let tags = client.read_resource("notes://tags").await;
        let contents = &tags["result"]["contents"][0];
        assert_eq!(contents["mimeType"], "application/json", "{tags}");
        assert_eq!(contents["text"], "{\"api\":2,\"draft\":1}");
        let note = client.read_resource("notes://2").await;
        assert_eq!(
            note["result"]["contents"],
            json!([{"uri": "notes://2", "mimeType": "text/markdown", "text": "# Rate of growth\n\nSixty."}]),
        );
        let gone = client.read_resource("notes://99").await;
        assert!(
            [-32602, -32002].map(|code| json!(code)).contains(&gone["error"]["code"]),
            "{gone}"
        );
        assert_eq!(gone["error"]["data"]["error"], "NOT_FOUND", "{gone}");
        let wrong = client.read_resource("notes://first").await;
        assert_eq!(wrong["error"]["data"]["error"], "INVALID_INPUT", "{wrong}");
    }
}

#[tokio::test]
async fn a_summary_comes_with_the_notes_it_is_of() {
    for client in both().await {
        let got =
            client.get_prompt("summarize", json!({"topic": "rate limits", "words": "50"})).await;
        let messages = got["result"]["messages"].as_array().unwrap_or_else(|| panic!("{got}"));
        let task = messages[0]["content"]["text"].as_str().unwrap_or_default();
        assert!(task.contains("at most 50 words") && task.contains("rate limits"), "{task}");
        let uris: Vec<_> =
            messages[1..].iter().map(|it| &it["content"]["resource"]["uri"]).collect();
        assert_eq!(uris, ["notes://1"]);
        let none = client.get_prompt("summarize", json!({"topic": "whales"})).await;
        let messages = none["result"]["messages"].as_array().unwrap_or_else(|| panic!("{none}"));
        assert_eq!(messages.len(), 1, "{none}");
        let wrong = client.get_prompt("summarize", json!({"topic": "x", "words": "5"})).await;
        assert_eq!(wrong["error"]["code"], -32602, "{wrong}");
    }
}
