//! The handshake era: sessions.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Request, Running};

pub(crate) async fn initialize(server: &Running, version: &str) -> String {
    let body = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": version, "capabilities": {"sampling": {}},
        "clientInfo": {"name": "old", "version": "1"},
    }});
    let response = server.send(&Request::post(body.to_string())).await;
    assert_eq!(response.status, 200, "{response:?}");
    response.get("mcp-session-id").expect("a session").to_owned()
}

pub(crate) fn post(session: &str, body: &Value) -> Request {
    Request::post(body.to_string()).header("Mcp-Session-Id", session)
}

pub(crate) fn call(id: u32, name: &str, arguments: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
        "params": {"name": name, "arguments": arguments}})
}

#[tokio::test]
async fn each_revision_is_agreed_to_and_the_newest_has_no_handshake() {
    let server = Running::start().await;
    for (asked, agreed) in [
        ("2025-03-26", "2025-03-26"),
        ("2025-06-18", "2025-06-18"),
        ("2025-11-25", "2025-11-25"),
        ("2026-07-28", "2025-11-25"),
        ("2024-11-05", "2025-11-25"),
    ] {
        let body = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": asked, "capabilities": {}, "clientInfo": {"name": "c", "version": "1"}}});
        let response = server.send(&Request::post(body.to_string())).await;
        assert_eq!(response.json()["result"]["protocolVersion"], agreed);
    }
}

#[tokio::test]
async fn a_session_is_served_by_every_replica_with_the_key() {
    let (one, other) = (Running::start().await, Running::start().await);
    let session = initialize(&one, "2025-11-25").await;
    for server in [&one, &other] {
        let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
        let response = server.send(&post(&session, &list)).await;
        assert_eq!(response.status, 200);
        assert!(response.json()["result"].get("resultType").is_none());
        let response =
            server.send(&post(&session, &call(2, "add", &json!({"a": 1, "b": 2})))).await;
        assert_eq!(response.json()["result"]["content"][0]["text"], "3");
    }
    let stranger = Running::start_with(|server| server.signing_key([8; 32])).await;
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    assert_eq!(stranger.send(&post(&session, &ping)).await.status, 404);
}

#[tokio::test]
async fn requests_without_a_good_session_say_what_to_do() {
    let server = Running::start().await;
    let list = json!({"jsonrpc": "2.0", "id": 3, "method": "tools/list"});
    let versioned = Request::post(list.to_string()).header("MCP-Protocol-Version", "2025-11-25");
    let missing = server.send(&versioned).await;
    assert_eq!((missing.status, &missing.json()["id"]), (400, &json!(3)));
    let forged = server.send(&post("forged", &list)).await;
    assert_eq!((forged.status, &forged.json()["id"]), (404, &json!(3)));
    let session = initialize(&server, "2025-11-25").await;
    let unknown = post(&session, &list).header("MCP-Protocol-Version", "2020-01-01");
    assert_eq!(server.send(&unknown).await.status, 400);
}

#[tokio::test]
async fn delete_ends_the_session() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    assert_eq!(server.send(&post(&session, &ping)).await.json()["result"], json!({}));
    let delete = Request::post("").verb("DELETE").header("Mcp-Session-Id", &session);
    assert_eq!(server.send(&delete).await.status, 204);
    assert_eq!(server.send(&post(&session, &ping)).await.status, 404);
}

#[tokio::test]
async fn a_session_that_is_too_old_has_to_be_initialized_again() {
    let server = Running::start().await;
    let old = initialize(&server, "2025-11-25").await;
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    server.clock.advance(Duration::from_secs(7 * 24 * 3600 - 1));
    assert_eq!(server.send(&post(&old, &ping)).await.status, 200);
    server.clock.advance(Duration::from_secs(1));
    let expired = server.send(&post(&old, &ping)).await;
    assert_eq!((expired.status, &expired.json()["id"]), (404, &json!(1)));
    let new = initialize(&server, "2025-11-25").await;
    assert_eq!(server.send(&post(&new, &ping)).await.status, 200);
}

#[tokio::test]
async fn notifications_and_responses_are_accepted_without_a_body() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    for message in [
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99}}),
        json!({"jsonrpc": "2.0", "id": 1, "result": {}}),
    ] {
        let response = server.send(&post(&session, &message)).await;
        assert_eq!((response.status, response.body.as_str()), (202, ""));
    }
}

#[tokio::test]
async fn the_log_level_is_kept_for_the_session() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    let set = |level| json!({"jsonrpc": "2.0", "id": 1, "method": "logging/setLevel", "params": {"level": level}});
    assert_eq!(server.send(&post(&session, &set("error"))).await.json()["result"], json!({}));
    assert_eq!(server.send(&post(&session, &set("loud"))).await.code(), -32602);
}
