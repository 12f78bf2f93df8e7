//! Requests that cannot be served, and servers where nothing completes.

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use serde_json::json;

use crate::{builder, clients, prompt, resource};

/// Nothing of it completes.
#[mcp_tool]
async fn plain(loud: bool) -> bool {
    loud
}

/// At one place only.
#[mcp_resource("pages://index")]
async fn index() -> &'static str {
    "index"
}

#[tokio::test]
async fn it_is_said_what_there_is() {
    for client in clients().await {
        for (reference, argument, wanted) in [
            (prompt("wriite"), "tone", "Unknown prompt: wriite. Did you mean write?"),
            (prompt("plain"), "loud", "Unknown prompt: plain."),
            (prompt("write"), "tona", "did you mean `tone`?"),
            (
                resource("pages://{tone}/{city}{?tag*}&"),
                "tone",
                "Did you mean pages://{tone}/{city}{?tags*}?",
            ),
            (resource("pages://{tone}/{city}{?tags*}"), "nope", "takes tone, city, tags"),
            (resource("pages://index"), "nope", "takes none"),
            (resource("nope://x"), "a", "resources/templates/list"),
            (json!({ "type": "ref/tool", "name": "plain" }), "loud", "`params.ref` must be"),
            (json!("write"), "tone", "`params.ref` must be"),
        ] {
            let response = client.complete(reference, (argument, ""), json!({})).await;
            assert_eq!(response["error"]["code"], -32602, "{response}");
            let message = response["error"]["message"].as_str().unwrap();
            assert!(message.contains(wanted), "{message}");
        }
    }
}

#[tokio::test]
async fn requests_of_another_shape() {
    let fine = json!({
        "ref": prompt("write"),
        "argument": { "name": "tone", "value": "" },
    });
    for client in clients().await {
        assert!(client.request("completion/complete", fine.clone()).await["result"].is_object());
        for (member, value, wanted) in [
            ("ref", json!(null), "`params.ref` must be"),
            ("argument", json!({ "name": "tone" }), "`params.argument` must be"),
            ("argument", json!({ "name": "tone", "value": 1 }), "`params.argument` must be"),
            ("context", json!({ "arguments": { "loud": true } }), "`params.context` must be"),
            ("context", json!([]), "`params.context` must be"),
        ] {
            let mut params = fine.clone();
            params[member] = value;
            let response = client.request("completion/complete", params).await;
            assert_eq!(response["error"]["code"], -32602, "{response}");
            assert!(response["error"]["message"].as_str().unwrap().contains(wanted), "{response}");
        }
        for member in ["ref", "argument"] {
            let mut params = fine.clone();
            params.as_object_mut().unwrap().remove(member);
            let response = client.request("completion/complete", params).await;
            let message = response["error"]["message"].as_str().unwrap();
            assert!(message.starts_with(&format!("`params.{member}` is missing")), "{message}");
        }
    }
}

#[tokio::test]
async fn servers_say_whether_anything_completes() {
    let capabilities = async |server| {
        let client = TestClient::modern(server).await;
        let response = client.request("server/discover", json!({})).await;
        (client, response["result"]["capabilities"].clone())
    };
    let (_, with) = capabilities(builder()).await;
    assert_eq!(with["completions"], json!({}));
    let (client, without) = capabilities(builder().prompts([]).resources(resources![index])).await;
    assert_eq!(without.get("completions"), None);
    let response = client.complete(prompt("write"), ("tone", ""), json!({})).await;
    assert_eq!(response["error"]["code"], -32601, "{response}");
}

#[tokio::test]
async fn the_flood_limit_counts_them() {
    let client = TestClient::legacy(builder().flood_limit("4/h")).await;
    let mut last = json!(null);
    for _ in 0..4 {
        last = client.complete(prompt("write"), ("tone", ""), json!({})).await;
    }
    assert_eq!(last["error"]["code"], 429, "{last}");
}
