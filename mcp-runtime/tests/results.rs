//! Results of every kind, in both eras, and what else a handler can have.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mcp_runtime::ProtocolVersion;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};
use schemars::JsonSchema;
use serde::Serialize;

/// A list.
#[mcp_tool]
async fn list() -> Json<Vec<u8>> {
    Json(vec![1, 2])
}

#[derive(Serialize, JsonSchema)]
struct Pair {
    left: u8,
    right: Option<String>,
}

/// An object.
#[mcp_tool]
async fn object() -> Json<Pair> {
    Json(Pair { left: 1, right: None })
}

/// Blocks of every kind.
#[mcp_tool]
async fn blocks() -> Vec<Content> {
    vec![
        Content::text("t").audience([Role::User]).priority(0.5),
        Content::image([1, 2, 3], "image/png"),
        Content::audio([4], "audio/wav").meta("com.example/x", 1),
        Content::resource("note://1", ResourceContents::text("body").mime_type("text/plain")),
        Content::resource("note://2", ResourceContents::blob([5])),
        Content::resource_link(ResourceLink::new("note://3", "three").size(7)),
    ]
}

/// Nothing.
#[mcp_tool]
fn nothing() {}

/// Maybe.
#[mcp_tool]
async fn maybe(yes: bool) -> Option<&'static str> {
    yes.then_some("yes")
}

/// Everything together.
#[mcp_tool]
async fn together() -> Result<ToolOutput, CallError> {
    ToolOutput::new().content("in words").meta("com.example/y", 2).structured(&json!({"n": 1}))
}

struct Tenant(String);

impl FromContext for Tenant {
    type Rejection = CallError;

    async fn from_context(ctx: &Context) -> Result<Self, CallError> {
        ctx.meta("com.example/tenant").map(Tenant).ok_or_else(|| {
            CallError::new("TENANT_MISSING", "no tenant was named").action("Name one in _meta.")
        })
    }
}

/// Uses an extractor.
#[mcp_tool]
async fn tenant(Tenant(name): Tenant, ctx: Context) -> String {
    format!(
        "{name} {} {}",
        ctx.protocol_version(),
        ctx.trace_context().traceparent().unwrap_or_default()
    )
}

struct Counter(AtomicU64);

#[mcp_tools]
impl Counter {
    /// Counts one up.
    #[mcp_tool]
    async fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }

    /// Counts up on a blocking thread.
    #[mcp_tool(name = "jump")]
    fn jump_by(&self, State(step): State<Arc<u64>>) -> u64 {
        self.0.fetch_add(*step, Ordering::Relaxed)
    }
}

/// Fails in private.
#[mcp_tool]
fn private() -> Result<(), Internal> {
    Err(std::io::Error::other("hunter2"))?
}

fn server() -> mcp_runtime::ServerBuilder {
    server!().state(Counter(AtomicU64::new(7))).state(Arc::new(10_u64))
}

#[tokio::test]
async fn structured_content_may_be_anything_in_the_new_era_and_an_object_in_the_old() {
    let modern = TestClient::modern(server()).await;
    modern.call("list", json!({})).await.assert_structured(json!([1, 2])).assert_text("[1,2]");
    modern.call("object", json!({})).await.assert_structured(json!({"left": 1, "right": null}));
    let legacy = TestClient::legacy(server()).await;
    let outcome = legacy.call("list", json!({})).await;
    assert_eq!(outcome.assert_text("[1,2]").structured(), None);
    legacy.call("object", json!({})).await.assert_structured(json!({"left": 1, "right": null}));
    for (client, schema) in [(&modern, true), (&legacy, false)] {
        let tools = client.list_tools().await;
        let list = tools.iter().find(|tool| tool["name"] == "list").unwrap();
        assert_eq!(list.get("outputSchema").is_some(), schema);
    }
}

#[tokio::test]
async fn content_blocks_have_the_shapes_of_the_specification() {
    let client = TestClient::modern(server()).await;
    let outcome = client.call("blocks", json!({})).await;
    assert_eq!(
        json!(outcome.content()),
        json!([
            {"type": "text", "text": "t", "annotations": {"audience": ["user"], "priority": 0.5}},
            {"type": "image", "data": "AQID", "mimeType": "image/png"},
            {"type": "audio", "data": "BA==", "mimeType": "audio/wav", "_meta": {"com.example/x": 1}},
            {"type": "resource", "resource": {"uri": "note://1", "mimeType": "text/plain", "text": "body"}},
            {"type": "resource", "resource": {"uri": "note://2", "blob": "BQ=="}},
            {"type": "resource_link", "uri": "note://3", "name": "three", "size": 7},
        ])
    );
    let oldest = TestClient::connect(server(), ProtocolVersion::V2025_03_26).await;
    let outcome = oldest.call("blocks", json!({})).await;
    assert_eq!(outcome.content()[5], json!({"type": "text", "text": "note://3"}));
}

#[tokio::test]
async fn empty_results_are_empty_lists() {
    let client = TestClient::modern(server()).await;
    assert!(client.call("nothing", json!({})).await.assert_ok().content().is_empty());
    assert!(client.call("maybe", json!({"yes": false})).await.assert_ok().content().is_empty());
    client.call("maybe", json!({"yes": true})).await.assert_text("yes");
}

#[tokio::test]
async fn an_output_carries_words_structure_and_metadata() {
    let client = TestClient::modern(server()).await;
    let outcome = client.call("together", json!({})).await;
    outcome.assert_text("in words").assert_structured(json!({"n": 1}));
    let meta = &outcome.response()["result"]["_meta"];
    assert_eq!(meta["com.example/y"], 2);
    assert_eq!(meta["io.modelcontextprotocol/serverInfo"]["name"], "mcp-runtime");
}

#[tokio::test]
async fn extractors_take_from_the_call_and_fail_as_tools_do() {
    let client = TestClient::modern(server()).await;
    client.call("tenant", json!({})).await.assert_error("TENANT_MISSING");
    let parent = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";
    let client = client
        .with_meta("com.example/tenant", json!("acme"))
        .with_meta("traceparent", json!(parent));
    client.call("tenant", json!({})).await.assert_text(&format!("acme 2026-07-28 {parent}"));
}

#[tokio::test]
async fn methods_share_their_value() {
    let client = TestClient::modern(server()).await;
    client.call("next", json!({})).await.assert_text("7");
    client.call("jump", json!({})).await.assert_text("8");
    client.call("next", json!({})).await.assert_text("18");
}

#[tokio::test]
async fn a_private_failure_shows_only_its_request_id() {
    let client = TestClient::modern(server()).await;
    let outcome = client.call("private", json!({})).await;
    assert!(outcome.assert_error("INTERNAL")["requestId"].is_string());
    assert!(!outcome.response().to_string().contains("hunter2"));
}

#[test]
fn an_annotated_function_is_still_a_function() {
    assert_eq!(Counter(AtomicU64::new(1)).jump_by(State(Arc::new(2))), 1);
    nothing();
}
