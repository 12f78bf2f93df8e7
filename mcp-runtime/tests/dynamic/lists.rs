//! What there is, and who is told that it is something else.

use mcp_runtime::testing::TestClient;
use mcp_runtime::{Kind, server};
use serde_json::{Value, json};

use crate::{both, empty, names, prompts, reads, says};

fn listening(client: &TestClient, modern: bool) -> impl Future<Output = ()> + '_ {
    let listen = json!({"jsonrpc": "2.0", "id": "sub", "method": "subscriptions/listen", "params": {
        "notifications": {
            "toolsListChanged": true, "promptsListChanged": true, "resourcesListChanged": true,
        },
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        },
    }});
    async move {
        if modern {
            client.send_line(&listen.to_string()).await;
        }
        settle(client).await;
    }
}

/// What was sent before it comes before its answer.
async fn settle(client: &TestClient) {
    for _ in 0..3 {
        client.list_tools().await;
    }
}

fn told(client: &TestClient) -> Vec<String> {
    let messages = client.take_unsolicited();
    let methods = messages.iter().map(|message| message["method"].as_str().unwrap_or_default());
    let mut changes: Vec<String> = methods
        .filter_map(|method| method.strip_suffix("/list_changed"))
        .map(|method| method.replace("notifications/", ""))
        .collect();
    changes.sort();
    changes
}

#[tokio::test]
async fn whoever_listens_is_told_once() {
    for ((client, registrar), modern) in both(empty).await.into_iter().zip([true, false]) {
        listening(&client, modern).await;
        assert_eq!(told(&client), [""; 0]);
        for name in ["a", "b", "c"] {
            registrar.add_tool(says(name, "")).unwrap();
        }
        settle(&client).await;
        assert_eq!(told(&client), ["tools"]);
        registrar.add_prompt(prompts("p", "")).unwrap();
        registrar.add_resource(reads("r", "notes://1", "")).unwrap();
        settle(&client).await;
        assert_eq!(told(&client), ["prompts", "resources"]);
        for changes in [true, false] {
            registrar.disable(Kind::Tool, "a");
            settle(&client).await;
            assert_eq!(told(&client).len(), usize::from(changes), "nothing has changed");
        }
        registrar.add_tool(says("a", "")).unwrap_err();
        registrar.remove(Kind::Tool, "nothing");
        registrar.enable(Kind::Prompt, "p");
        settle(&client).await;
        assert_eq!(told(&client), [""; 0], "nothing has changed");
        registrar.remove(Kind::Resource, "r");
        settle(&client).await;
        assert_eq!(told(&client), ["resources"]);
    }
}

#[tokio::test]
async fn what_is_disabled_is_not_there() {
    for (client, registrar) in both(empty).await {
        registrar.add_tool(says("here", "x")).unwrap();
        registrar.add_tool(says("there", "x")).unwrap();
        assert!(registrar.disable(Kind::Tool, "here"));
        assert_eq!(names(&client.list_tools().await), ["there"]);
        let response = client.call("here", json!({})).await.response().clone();
        assert_eq!(response["error"]["code"], -32602, "{response}");
        // Its name is taken all the same.
        registrar.add_tool(says("here", "other")).unwrap_err();
        assert!(registrar.enable(Kind::Tool, "here"));
        assert_eq!(names(&client.list_tools().await), ["here", "there"]);
        assert_eq!(client.call("here", json!({})).await.text(), Some("x"));
    }
}

#[tokio::test]
async fn a_cursor_leads_on_where_its_entry_is_gone() {
    for (client, registrar) in both(|| empty().page_size(2)).await {
        for name in ["a", "b", "c", "d"] {
            registrar.add_tool(says(name, "")).unwrap();
        }
        let page = client.request("tools/list", json!({})).await["result"].clone();
        assert_eq!(names(page["tools"].as_array().unwrap()), ["a", "b"]);
        registrar.remove(Kind::Tool, "b");
        registrar.add_tool(says("aa", "")).unwrap();
        let next = json!({ "cursor": page["nextCursor"] });
        let page = client.request("tools/list", next).await["result"].clone();
        assert_eq!(names(page["tools"].as_array().unwrap()), ["c", "d"]);
    }
}

#[tokio::test]
async fn a_server_with_a_registrar_says_that_it_has_all_three() {
    let capabilities = async |client: &TestClient| -> Value {
        client.request("server/discover", json!({})).await["result"]["capabilities"].clone()
    };
    let [(client, _), _] = both(empty).await;
    let all = capabilities(&client).await;
    for kind in ["tools", "prompts", "resources"] {
        assert_eq!(all[kind]["listChanged"], true, "{all}");
    }
    assert_eq!(all["completions"], json!({}));
    assert!(client.list_prompts().await.is_empty() && client.list_resources().await.is_empty());
    let plain = TestClient::modern(server!().tools([]).prompts([]).resources([])).await;
    assert_eq!(capabilities(&plain).await.get("prompts"), None);
}
