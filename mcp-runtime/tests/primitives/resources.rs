use serde_json::{Value, json};

use crate::clients;

fn first(response: &Value) -> &Value {
    let contents = &response["result"]["contents"][0];
    assert!(contents.is_object(), "{response}");
    contents
}

#[tokio::test]
async fn a_resource_is_text_or_bytes_with_its_uri_and_type() {
    for client in clients().await {
        let text = client.read_resource("docs://readme").await;
        let wanted =
            json!({ "uri": "docs://readme", "mimeType": "text/markdown", "text": "# Read me" });
        assert_eq!(first(&text), &wanted);
        let blob = client.read_resource("docs://logo").await;
        assert_eq!(
            first(&blob),
            &json!({ "uri": "docs://logo", "mimeType": "image/png", "blob": "iVA=" })
        );
        let json = client.read_resource("notes://42").await;
        let wanted =
            json!({ "uri": "notes://42", "mimeType": "application/json", "text": r#"{"id":42}"# });
        assert_eq!(first(&json), &wanted);
    }
}

#[tokio::test]
async fn a_uri_of_its_own_goes_before_a_template() {
    for client in clients().await {
        let one = client.read_resource("notes://1").await;
        assert_eq!(first(&one)["text"], "the newest");
        // The scheme has no case, and what is encoded is the same character.
        let same = client.read_resource("NOTES://%31").await;
        assert_eq!(first(&same)["text"], "the newest");
        assert_eq!(first(&same)["uri"], "NOTES://%31");
    }
}

#[tokio::test]
async fn variables_are_arguments() {
    for client in clients().await {
        for (uri, said) in [
            ("files:///a/b.md", "a/b.md []"),
            ("files:///a?tags=x&tags=7", r#"a ["x", "7"]"#),
            ("files:///a%20b", "a b []"),
        ] {
            let response = client.read_resource(uri).await;
            assert_eq!(first(&response)["text"], said, "{response}");
            assert_eq!(response["result"]["contents"][1]["uri"], "files:///other");
            assert_eq!(response["result"]["_meta"]["rev"], 3);
        }
    }
}

#[tokio::test]
async fn for_how_long_it_holds_is_said_since_2026() {
    let [modern, legacy, _] = clients().await;
    for (uri, ttl, scope) in [
        ("docs://readme", 60_000, "public"),
        ("docs://logo", 0, "private"),
        ("files:///a", 2_000, "public"),
    ] {
        let result = modern.read_resource(uri).await["result"].clone();
        assert_eq!(
            (&result["ttlMs"], &result["cacheScope"]),
            (&ttl.into(), &scope.into()),
            "{uri}"
        );
        assert_eq!(result["resultType"], "complete");
        assert!(result["_meta"][mcp_runtime::meta_key::SERVER_INFO].is_object());
        let result = legacy.read_resource(uri).await["result"].clone();
        assert!(result.get("ttlMs").is_none() && result.get("resultType").is_none(), "{result}");
    }
}

#[tokio::test]
async fn what_is_not_there_has_the_code_of_its_revision() {
    for (client, code) in clients().await.into_iter().zip([-32602, -32002, -32002]) {
        for uri in ["docs://readm", "nowhere://x", "notes://100"] {
            let response = client.read_resource(uri).await;
            let error = &response["error"];
            assert_eq!(error["code"], code, "{response}");
            assert_eq!(error["data"]["uri"], uri);
            assert_eq!(error["data"]["error"], "NOT_FOUND");
        }
        let near = client.read_resource("docs://readm").await;
        let message = near["error"]["message"].as_str().unwrap();
        assert!(message.contains("Did you mean docs://readme?"), "{message}");
        let own = client.read_resource("notes://100").await;
        assert_eq!(own["error"]["data"]["resource"], "note");
    }
}

#[tokio::test]
async fn no_uri_leads_out_of_its_template() {
    for client in clients().await {
        for uri in [
            "files:///../etc/passwd",
            "files:///a/../../etc/passwd",
            "files:///%2e%2e/etc/passwd",
            "files:///a/%2E%2E%2Fetc",
            "notes://a%2Fb",
            "notes://..",
            "files:///a%00b",
            "no uri",
            "files:///%zz",
        ] {
            let response = client.read_resource(uri).await;
            assert_eq!(response["error"]["code"], -32602, "{response}");
            assert_eq!(response["error"]["data"]["uri"], uri);
            assert_eq!(response["error"]["data"]["error"], "INVALID_INPUT");
        }
    }
}

#[tokio::test]
async fn failures_are_errors() {
    for client in clients().await {
        for (uri, code, error) in [
            ("notes://four", -32602, "INVALID_INPUT"),
            ("files:///panic", -32603, "INTERNAL"),
            ("files:///broken", -32603, "INTERNAL"),
            ("files:///large", -32603, "OUTPUT_TOO_LARGE"),
        ] {
            let response = client.read_resource(uri).await;
            assert_eq!(response["error"]["code"], code, "{response}");
            assert_eq!(response["error"]["data"]["error"], error);
            assert!(response["error"]["data"]["requestId"].is_string());
            assert!(!response.to_string().contains("the disk is gone"));
        }
        for params in [json!({}), json!({ "uri": 7 })] {
            let response = client.request("resources/read", params).await;
            assert_eq!(response["error"]["code"], -32602, "{response}");
        }
    }
}
