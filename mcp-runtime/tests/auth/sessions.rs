//! Sessions of the older revisions belong to whoever opened them.

use serde_json::{Value, json};

use crate::support::{Request, Running};
use crate::tools::{closed, wide};

pub(crate) async fn initialize(server: &Running, name: &str) -> String {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"}}});
    let response = server.send(&Request::post(body.to_string()).of(name)).await;
    response.get("mcp-session-id").expect("a session").to_owned()
}

fn post(session: &str, body: &Value) -> Request {
    Request::post(body.to_string()).header("Mcp-Session-Id", session)
}

pub(crate) fn call(session: &str, tool: &str) -> Request {
    post(
        session,
        &json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": tool, "arguments": {}}}),
    )
}

#[tokio::test]
async fn a_session_is_of_no_use_to_others() {
    let server = Running::start_with(wide).await;
    let session = initialize(&server, "alice").await;
    assert_eq!(server.send(&call(&session, "secret").of("alice")).await.text(), "alice");
    for other in ["bob", ""] {
        let requests = [
            call(&session, "plain"),
            call(&session, "plain").verb("GET"),
            call(&session, "plain").verb("DELETE"),
            post(
                &session,
                &json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
                "params": {"requestId": 1}}),
            ),
        ];
        for request in requests {
            let response = server.send(&request.of(other)).await;
            assert_eq!(response.status, 404, "{other:?} {response:?}");
        }
    }
    let anonymous = initialize(&server, "").await;
    assert_eq!(server.send(&call(&anonymous, "plain")).await.text(), "peer 127.0.0.1");
    assert_eq!(
        server.send(&call(&session, "plain").of("alice")).await.status,
        200,
        "it is still open"
    );
}

/// Clients get a token when a tool demands one, and go on with their session.
#[tokio::test]
async fn a_session_of_nobody_goes_on_as_one_of_each_caller() {
    let server = Running::start_with(wide).await;
    let session = initialize(&server, "").await;
    assert_eq!(server.send(&call(&session, "secret")).await.status, 401);
    for name in ["alice", "bob"] {
        assert_eq!(server.send(&call(&session, "secret").of(name)).await.text(), name);
    }
    // What one of them does in it is nothing to the others.
    assert_eq!(server.send(&call(&session, "plain").verb("DELETE").of("alice")).await.status, 204);
    assert_eq!(server.send(&call(&session, "secret").of("alice")).await.status, 404);
    assert_eq!(server.send(&call(&session, "secret").of("bob")).await.text(), "bob");
    assert_eq!(server.send(&call(&session, "plain")).await.text(), "peer 127.0.0.1");
    assert_eq!(server.send(&call(&session, "plain").verb("DELETE")).await.status, 204);
    assert_eq!(server.send(&call(&session, "plain")).await.status, 404);
    assert_eq!(server.send(&call(&session, "secret").of("bob")).await.text(), "bob");
}

#[tokio::test]
async fn every_request_of_a_session_proves_its_caller_anew() {
    let server = Running::start_with(closed).await;
    let session = initialize(&server, "carol").await;
    assert_eq!(server.send(&call(&session, "admin").of("carol")).await.status, 200);
    assert_eq!(server.send(&call(&session, "admin")).await.status, 401);
    assert_eq!(server.send(&call(&session, "admin").of("old")).await.status, 401);
}
