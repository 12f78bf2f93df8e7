//! What comes with a principal.

use serde_json::json;

use crate::support::{Request, Running};
use crate::tools::{call, list, more, wide};

#[tokio::test]
async fn a_tool_that_takes_one_demands_one() {
    let server = Running::start_with(more).await;
    let refused = server.call("", "named").await;
    assert_eq!((refused.status, refused.challenge()), (401, "Bearer"));
    assert!(!server.send(&list()).await.body.contains("\"named\""));
    assert_eq!(server.call("bob", "named").await.text(), "bob");
}

#[tokio::test]
async fn a_handler_does_not_see_the_credential() {
    let server = Running::start_with(more).await;
    assert_eq!(server.call("alice", "headers").await.text(), "- - localhost");
    let key = call("headers").header("X-API-Key", "alice");
    assert_eq!(server.send(&key).await.text(), "- - localhost");
}

#[tokio::test]
async fn a_limit_counts_requests_wherever_they_stand() {
    let server = Running::start_with(wide).await;
    // What clients misread a failure of is neither counted nor refused.
    for _ in 0..5 {
        let discover = Request::modern("server/discover", json!({})).of("few");
        assert_eq!(server.send(&discover).await.status, 200);
    }
    for _ in 0..3 {
        assert_eq!(server.call("few", "plain").await.status, 200);
    }
    let refused = server.call("few", "plain").await;
    assert_eq!((refused.status, refused.get("retry-after")), (429, Some("60")));
    assert_eq!(refused.refusal()["error"], "RATE_LIMITED");
    assert_eq!(server.call("alice", "plain").await.status, 200, "others are not concerned");
    server.clock.advance(std::time::Duration::from_mins(1));

    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-03-26", "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"}}});
    let opened = server.send(&Request::post(body.to_string()).of("few")).await;
    let session = opened.get("mcp-session-id").expect("a session").to_owned();
    let call = |id: u32| {
        json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
        "params": {"name": "plain", "arguments": {}}})
    };
    let batch: Vec<_> = (1..=5).map(call).collect();
    let batch = Request::post(json!(batch).to_string()).header("Mcp-Session-Id", &session);
    let answers = server.send(&batch.of("few")).await.json();
    let refused =
        answers.as_array().expect("a batch").iter().filter(|part| part["error"]["code"] == 429);
    assert_eq!(refused.count(), 3, "the handshake was one of the three: {answers}");
}
