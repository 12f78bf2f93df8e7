//! Methods and extensions of a program's own, in both eras.

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use mcp_runtime::{ProtocolVersion, ServerBuilder, methods, server};
use serde::Deserialize;
use serde_json::{Map, Value, json};

const SEARCH: &str = "com.example/search";

#[mcp_type]
struct Found {
    names: Vec<String>,
}

/// Repeats the query.
#[mcp_method("com.example/search", extension = "com.example/search", rate = "2/min")]
async fn search(
    #[arg(min_length = 1)] query: String,
    #[arg(default = 1, max = 3)] limit: usize,
) -> Json<Found> {
    Json(Found { names: vec![query; limit] })
}

/// Says what it was told.
#[mcp_method("com.example/echo")]
async fn echo(text: String, ctx: Context) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("text".to_owned(), text.into());
    all.insert("name".to_owned(), ctx.name().into());
    all.insert("_meta".to_owned(), json!({ "com.example/took": 3 }));
    all
}

/// Has a `_meta` that is nothing, as an `Option` is written.
#[mcp_method("com.example/null")]
async fn null(is_shown: bool) -> Map<String, Value> {
    Map::from_iter([("_meta".to_owned(), Value::Null), ("shown".to_owned(), is_shown.into())])
}

/// Does nothing.
#[mcp_method("com.example/touch")]
fn touch() {}

#[derive(Debug, Deserialize, PartialEq)]
struct Settings {
    language: String,
}

/// Fails as it is told to.
#[mcp_method("com.example/fail")]
async fn fail(how: String, ctx: Context) -> Result<(), CallError> {
    match how.as_str() {
        "panic" => panic!("as told"),
        "ask" => ctx.elicit::<Found>("What?").await.map(|_| ()),
        "settings" => {
            let language = ctx.client_extension::<Settings>(SEARCH).map(|of| of.language);
            Err(CallError::new("LANGUAGE", language.unwrap_or_else(|| "none".to_owned())))
        }
        _ => Err(CallError::new("BUSY", "busy").retry_after(std::time::Duration::from_secs(3))),
    }
}

/// Not for everybody.
#[mcp_method("com.example/admin", auth = "admin")]
async fn admin() {}

fn open() -> ServerBuilder {
    server!().dangerously_let_anyone_use_tools_that_demand_auth()
}

async fn modern() -> TestClient {
    let extensions = json!({ "extensions": { SEARCH: { "language": "no" } } });
    TestClient::modern(open()).await.with_capabilities(extensions)
}

#[tokio::test]
async fn a_method_takes_params_and_gives_the_members_of_a_result() {
    let client = modern().await;
    let found = client.request(SEARCH, json!({ "query": "a", "limit": 2 })).await;
    let result = &found["result"];
    assert_eq!(result["names"], json!(["a", "a"]), "{found}");
    assert_eq!(result["resultType"], "complete");
    let legacy = TestClient::legacy(open()).await;
    for (client, is_modern) in [(&client, true), (&legacy, false)] {
        let echoed = client.request("com.example/echo", json!({ "text": "x" })).await;
        let result = &echoed["result"];
        assert_eq!((&result["text"], &result["name"]), (&json!("x"), &json!("com.example/echo")));
        assert_eq!(result["_meta"]["com.example/took"], 3, "{echoed}");
        let null = client.request("com.example/null", json!({ "is_shown": true })).await;
        assert_eq!(null["result"]["shown"], true, "{null}");
        let touched = client.request("com.example/touch", json!({})).await;
        let members: Vec<&String> = touched["result"].as_object().unwrap().keys().collect();
        assert_eq!(members, if is_modern { vec!["resultType", "_meta"] } else { vec![] });
    }
}

#[tokio::test]
async fn its_guards_are_those_of_tools() {
    let client = modern().await;
    let wrong = client.request(SEARCH, json!({ "query": "", "limit": 9, "limt": 1 })).await;
    assert_eq!(wrong["error"]["code"], -32602, "{wrong}");
    let data = &wrong["error"]["data"];
    assert_eq!((&data["error"], &data["method"]), (&json!("INVALID_INPUT"), &json!(SEARCH)));
    assert_eq!(data["details"]["violations"].as_array().unwrap().len(), 3, "{data}");
    let again = client.request(SEARCH, json!({ "query": "a" })).await;
    assert_eq!(again["result"]["names"], json!(["a"]));
    let limited = client.request(SEARCH, json!({ "query": "a" })).await;
    assert_eq!(limited["error"]["data"]["error"], "RATE_LIMITED", "{limited}");
    for (how, code) in [("panic", "INTERNAL"), ("busy", "BUSY"), ("ask", "INTERNAL")] {
        let failed = client.request("com.example/fail", json!({ "how": how })).await;
        assert_eq!(failed["error"]["code"], -32603);
        assert_eq!(failed["error"]["data"]["error"], code, "{failed}");
    }
    let closed =
        server!().auth(ApiKeys::new().key("bob", "bob-key-0000000000000000", "").optional());
    let refused = TestClient::modern(closed).await.request("com.example/admin", json!({})).await;
    assert_eq!(refused["error"]["code"], 401, "{refused}");
}

#[tokio::test]
async fn an_extension_is_told_and_asked_for() {
    let client = modern().await;
    let discover = client.request("server/discover", json!({})).await;
    assert_eq!(discover["result"]["capabilities"]["extensions"], json!({ SEARCH: {} }));
    // Nobody types their arguments.
    assert!(discover["result"]["capabilities"]["completions"].is_null());
    let settings = client.request("com.example/fail", json!({ "how": "settings" })).await;
    assert_eq!(settings["error"]["message"], "no", "{settings}");

    let plain = TestClient::modern(open()).await;
    let refused = plain.request(SEARCH, json!({ "query": "a" })).await;
    assert_eq!(refused["error"]["code"], -32021, "{refused}");
    let required = &refused["error"]["data"]["requiredCapabilities"];
    assert_eq!(*required, json!({ "extensions": { SEARCH: {} } }));

    // What older revisions agree on has no extensions.
    let legacy = TestClient::connect(open(), ProtocolVersion::V2025_11_25).await;
    let unknown = legacy.request(SEARCH, json!({ "query": "a" })).await;
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
}

#[tokio::test]
async fn the_builder_says_more_of_extensions() {
    let server = open()
        .extension(SEARCH, json!({ "languages": ["no"] }))
        .extension("com.example/other", Map::new())
        .methods(methods![echo]);
    let client = TestClient::modern(server).await;
    let discover = client.request("server/discover", json!({})).await;
    let extensions = json!({ SEARCH: { "languages": ["no"] }, "com.example/other": {} });
    assert_eq!(discover["result"]["capabilities"]["extensions"], extensions);
    let unknown = client.request("com.example/touch", json!({})).await;
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");

    let wrong = open().extension("search", json!({})).extension(SEARCH, 3).build();
    let wrong = wrong.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(wrong.contains("`search` has no prefix"), "{wrong}");
    assert!(wrong.contains("no object of JSON"), "{wrong}");
}
