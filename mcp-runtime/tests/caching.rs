//! What clients and proxies may keep of resources.

#[allow(dead_code)] // it serves the tests of HTTP as well
#[path = "http/support.rs"]
mod support;
/// What the tests' server needs of its tools: nothing.
mod tools {
    #[derive(Default)]
    pub(crate) struct Gate;
}

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use mcp_runtime::{CacheScope, ServerBuilder, server};
use serde_json::{Value, json};
use support::{Request, Running};

#[mcp_type]
struct Name {
    name: String,
}

/// The same for all.
#[mcp_resource("shop://prices", ttl = "5m public")]
async fn prices() -> &'static str {
    "1, 2, 3"
}

/// Whose it is.
#[mcp_resource("shop://me", ttl = "5m public")]
async fn me(who: Principal) -> String {
    who.id().to_string()
}

/// For some, and public by mistake.
#[mcp_resource("shop://costs", auth = "costs")]
async fn costs() -> ResourceOutput {
    ResourceOutput::new().contents(ResourceContents::text("0")).cache_scope(CacheScope::Public)
}

/// Depends on what somebody answers.
#[mcp_resource("shop://greeting", ttl = "5m public")]
async fn greeting(ctx: Context) -> Result<String, CallError> {
    let name = ctx.elicit::<Name>("Who?").key("name").await?;
    Ok(name.accepted().map(|of| of.name).unwrap_or_default())
}

/// For as long as anybody can count.
#[mcp_resource("shop://address", ttl = "3650d public")]
async fn address() -> ResourceOutput {
    let address = ResourceOutput::new().contents(ResourceContents::text("here"));
    address.ttl(std::time::Duration::MAX)
}

fn keys() -> ApiKeys {
    ApiKeys::new().key("ann", "ann-key-0000000000000000", "costs")
}

async fn hints(server: ServerBuilder, uri: &str) -> (Value, Value) {
    let client = TestClient::modern(server).await;
    let read = client.read_resource(uri).await;
    (read["result"]["ttlMs"].clone(), read["result"]["cacheScope"].clone())
}

#[tokio::test]
async fn what_is_for_all_is_public() {
    let server = || server!().auth(keys().optional());
    assert_eq!(hints(server(), "shop://prices").await, (json!(300_000), json!("public")));
    let most: u64 = (1 << 53) - 1;
    assert_eq!(hints(server(), "shop://address").await, (json!(most), json!("public")));
}

#[tokio::test]
async fn what_depends_on_an_answer_is_kept_by_nobody() {
    let server = server!().auth(keys().optional());
    let form = json!({ "elicitation": { "form": {} } });
    let client = TestClient::modern(server).await.with_capabilities(form);
    let asked = client.read_resource("shop://greeting").await;
    let answer = json!({ "action": "accept", "content": { "name": "Ann" } });
    let params = json!({
        "uri": "shop://greeting",
        "requestState": asked["result"]["requestState"],
        "inputResponses": { "name": answer },
    });
    let read = client.request("resources/read", params).await;
    assert_eq!(read["result"]["contents"][0]["text"], "Ann", "{read}");
    assert_eq!(
        (&read["result"]["ttlMs"], &read["result"]["cacheScope"]),
        (&json!(0), &json!("private"))
    );
}

#[tokio::test]
async fn what_is_not_for_all_is_kept_by_each_alone() {
    let server = Running::start_with(|server| server.auth(keys().optional())).await;
    for uri in ["shop://me", "shop://costs"] {
        let request = Request::modern("resources/read", json!({ "uri": uri }))
            .header("Mcp-Name", uri)
            .header("Authorization", "Bearer ann-key-0000000000000000");
        let read = server.send(&request).await.json();
        assert_eq!(read["result"]["cacheScope"], "private", "{read}");
    }
    // Where nobody is let in without a credential, nothing is for all.
    let server = Running::start_with(|server| server.auth(keys())).await;
    let request = Request::modern("resources/read", json!({ "uri": "shop://prices" }))
        .header("Mcp-Name", "shop://prices")
        .header("Authorization", "Bearer ann-key-0000000000000000");
    let read = server.send(&request).await.json();
    assert_eq!(read["result"]["ttlMs"], 300_000, "{read}");
    assert_eq!(read["result"]["cacheScope"], "private", "{read}");
}
