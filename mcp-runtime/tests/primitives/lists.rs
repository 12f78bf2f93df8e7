use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use serde_json::{Value, json};

use crate::clients;

fn open() -> mcp_runtime::ServerBuilder {
    server!().dangerously_let_anyone_use_tools_that_demand_auth()
}

fn names(list: &[Value]) -> Vec<&str> {
    list.iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn entries_say_what_was_written() {
    for client in [TestClient::modern(open()).await, TestClient::legacy(open()).await] {
        let prompts = client.list_prompts().await;
        assert_eq!(names(&prompts), ["broken", "greet", "hidden", "mixed", "seldom"]);
        let argument = |name: &str, required: bool| json!({ "name": name, "description": "What it is about.", "required": required });
        assert_eq!(
            prompts[1],
            json!({
                "name": "greet", "title": "Greet", "description": "Greets somebody.",
                "arguments": [argument("name", true), argument("times", false), argument("tone", false)],
                "_meta": { "team": "words" },
            })
        );
        assert_eq!(prompts[3], json!({ "name": "mixed" }));
        let resources = client.list_resources().await;
        assert_eq!(names(&resources), ["logo", "newest", "readme", "vault"]);
        assert_eq!(
            resources[2],
            json!({
                "name": "readme", "title": "Read me", "description": "Where to begin.",
                "uri": "docs://readme", "mimeType": "text/markdown", "size": 9,
                "annotations": { "audience": ["user"], "priority": 0.5 },
            })
        );
        let templates = client.list_resource_templates().await;
        assert_eq!(names(&templates), ["file", "note"]);
        assert_eq!(templates[1]["uriTemplate"], "notes://{id}");
        assert!(templates[1].get("uri").is_none());
    }
}

#[tokio::test]
async fn pages_follow_one_another_in_each_list() {
    for (method, member, many) in [
        ("prompts/list", "prompts", 5),
        ("resources/list", "resources", 4),
        ("resources/templates/list", "resourceTemplates", 2),
    ] {
        let client = TestClient::modern(open().page_size(1)).await;
        let first = client.request(method, json!({})).await["result"].clone();
        assert_eq!(first[member].as_array().unwrap().len(), 1, "{first}");
        assert_eq!(first["resultType"], "complete", "{first}");
        assert!(first["ttlMs"].is_u64() && first["cacheScope"].is_string(), "{first}");
        assert!(first["_meta"][mcp_runtime::meta_key::SERVER_INFO].is_object());
        let all = match method {
            "prompts/list" => client.list_prompts().await,
            "resources/list" => client.list_resources().await,
            _ => client.list_resource_templates().await,
        };
        assert_eq!(all.len(), many);
        let wrong = client.request(method, json!({ "cursor": "bm8gY3Vyc29y" })).await;
        assert_eq!(wrong["error"]["code"], -32602, "{wrong}");
    }
    let legacy = TestClient::legacy(open()).await;
    let page = legacy.request("prompts/list", json!({})).await;
    assert!(page["result"].get("ttlMs").is_none(), "{page}");
}

#[tokio::test]
async fn a_server_offers_what_it_has() {
    let chosen = || server!().prompts(prompts![]).resources(resources![]);
    let client = TestClient::modern(chosen()).await;
    let discover = client.request("server/discover", json!({})).await;
    let tools = json!({ "listChanged": true });
    let capabilities = &discover["result"]["capabilities"];
    assert_eq!(*capabilities, json!({ "logging": {}, "tools": tools }));
    for method in ["prompts/list", "resources/list", "resources/templates/list", "prompts/get"] {
        let response = client.request(method, json!({})).await;
        assert_eq!(response["error"]["code"], -32601, "{response}");
    }
    let [modern, legacy, _] = clients().await;
    let all = json!({
        "completions": {},
        "logging": {},
        "prompts": { "listChanged": true },
        "resources": { "listChanged": true, "subscribe": true },
        "tools": tools,
    });
    let discover = modern.request("server/discover", json!({})).await;
    assert_eq!(discover["result"]["capabilities"], all);
    let params = json!({
        "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "c", "version": "1" },
    });
    let initialized = legacy.request("initialize", params).await;
    assert_eq!(initialized["result"]["capabilities"], all);
}
