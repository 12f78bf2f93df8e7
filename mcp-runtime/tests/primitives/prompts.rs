use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use serde_json::{Value, json};

use crate::clients;

fn text(response: &Value) -> &str {
    response["result"]["messages"][0]["content"]["text"]
        .as_str()
        .unwrap_or_else(|| panic!("{response}"))
}

#[tokio::test]
async fn arguments_are_texts_that_spell_values() {
    for client in clients().await {
        for (arguments, said) in [
            (json!({ "name": "7" }), "Hello 7 1."),
            (json!({ "name": "Ada", "times": "3", "tone": "Lively" }), "Hello Ada 3!"),
            (json!({ "name": "Ada", "times": 3 }), "Hello Ada 3."),
            (json!({ "name": "", "times": "", "tone": "" }), "Hello  1."),
        ] {
            let response = client.get_prompt("greet", arguments).await;
            assert_eq!(text(&response), said);
            assert_eq!(response["result"]["description"], "Greets somebody.");
            assert_eq!(response["result"]["messages"][0]["role"], "user");
        }
    }
}

#[tokio::test]
async fn every_kind_of_content_comes_in_the_words_of_its_revision() {
    for (client, links) in clients().await.into_iter().zip([true, true, false]) {
        let result = client.get_prompt("mixed", json!({})).await["result"].clone();
        let messages = result["messages"].as_array().unwrap();
        let kinds: Vec<_> =
            messages.iter().map(|it| it["content"]["type"].as_str().unwrap()).collect();
        let last = if links { "resource_link" } else { "text" };
        assert_eq!(kinds, ["text", "image", "audio", "resource", last]);
        assert_eq!(messages[1]["role"], "assistant");
        assert_eq!(messages[3]["content"]["resource"]["uri"], "note://1");
        assert_eq!(result["_meta"]["trace"], 7);
    }
    let [modern, ..] = clients().await;
    let result = modern.get_prompt("mixed", json!({})).await["result"].clone();
    assert_eq!(result["resultType"], "complete");
    assert!(result["_meta"][mcp_runtime::meta_key::SERVER_INFO].is_object());
    assert!(result.get("ttlMs").is_none());
}

#[tokio::test]
async fn what_is_wrong_is_an_error_that_says_what_to_do() {
    for client in clients().await {
        for (name, arguments, code, wanted) in [
            ("greeet", json!({}), -32602, "Did you mean greet?"),
            ("greet", json!({}), -32602, "name"),
            ("greet", json!({ "name": "a", "times": "many" }), -32602, "times"),
            ("greet", json!({ "name": "a", "times": "many" }), -32602, "send the request again"),
            ("greet", json!({ "name": "a", "tone": "Loud" }), -32602, "tone"),
            ("greet", json!({ "name": "a", "nmae": "b" }), -32602, "nmae"),
            ("greet", json!("Ada"), -32602, "`params.arguments` must be an object"),
            ("broken", json!({ "how": "panic" }), -32603, "Report the requestId"),
            ("broken", json!({ "how": "busy" }), -32603, "wait 3 s"),
            ("broken", json!({ "how": "large" }), -32603, "Ask for less"),
        ] {
            let response = client.get_prompt(name, arguments).await;
            let error = &response["error"];
            assert_eq!(error["code"], code, "{response}");
            assert!(error["message"].as_str().unwrap().contains(wanted), "{response}");
        }
        let response = client.get_prompt("broken", json!({ "how": "busy" })).await;
        let data = &response["error"]["data"];
        assert_eq!((&data["error"], &data["prompt"]), (&"BUSY".into(), &"broken".into()));
        assert_eq!((&data["retryable"], &data["retryAfter"]), (&true.into(), &3.into()));
        assert!(data["requestId"].is_string());
    }
}

#[tokio::test]
async fn guards_hold_prompts_back() {
    let client =
        TestClient::modern(server!().dangerously_let_anyone_use_tools_that_demand_auth()).await;
    assert_eq!(text(&client.get_prompt("seldom", json!({})).await), "once");
    let refused = client.get_prompt("seldom", json!({})).await;
    assert_eq!(refused["error"]["code"], 429, "{refused}");
    assert_eq!(refused["error"]["data"]["error"], "RATE_LIMITED");
    assert_eq!(refused["error"]["data"]["prompt"], "seldom");
}
