//! What callers may do who proved who they are.

use serde_json::json;

use crate::support::{Request, Running};
use crate::tools::{call, closed, wide};

#[tokio::test]
async fn scopes_decide() {
    let server = Running::start_with(closed).await;
    for (name, allowed) in [
        ("bob", &["plain", "secret"][..]),
        ("alice", &["plain", "secret", "vault"]),
        ("carol", &["plain", "secret", "vault", "admin"]),
        ("root", &["plain", "secret", "vault", "admin"]),
    ] {
        for tool in ["plain", "secret", "vault", "admin"] {
            let response = server.call(name, tool).await;
            let expected = if allowed.contains(&tool) { 200 } else { 403 };
            assert_eq!(response.status, expected, "{name} {tool}: {response:?}");
        }
    }
    assert_eq!(server.call("bob", "secret").await.text(), "bob");
}

#[tokio::test]
async fn one_challenge_names_all_that_is_needed() {
    let server = Running::start_with(closed).await;
    let refused = server.call("alice", "admin").await;
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.challenge(),
        "Bearer error=\"insufficient_scope\", scope=\"vault:read vault:write\", \
         error_description=\"the caller was not granted all of these scopes\""
    );
    let error = refused.refusal();
    assert_eq!(error["error"], "FORBIDDEN");
    assert_eq!(error["details"]["scopes"], json!(["vault:read", "vault:write"]));
    // Without a credential the same scopes are what to ask for.
    let refused = server.call("", "admin").await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.challenge(), "Bearer scope=\"vault:read vault:write\"");
}

#[tokio::test]
async fn the_guards_decide_where_headers_do_not_tell() {
    let server = Running::start_with(wide).await;
    let session = crate::sessions::initialize(&server, "").await;
    let refused = server.send(&crate::sessions::call(&session, "admin")).await;
    assert_eq!(refused.status, 401, "{refused:?}");
    assert_eq!(refused.challenge(), "Bearer scope=\"vault:read vault:write\"");
    let error = refused.refusal();
    assert_eq!((&error["error"], &error["tool"]), (&json!("UNAUTHENTICATED"), &json!("admin")));
    assert!(error["requestId"].is_string(), "it is a call like any other: {error}");
    let mut request: Request = call("admin");
    request = request.without("Mcp-Name");
    assert_eq!(server.send(&request).await.code(), -32020, "headers are demanded all the same");
}

#[tokio::test]
async fn where_everybody_is_let_in_tools_may_still_demand() {
    let server = Running::start_with(wide).await;
    assert_eq!(server.call("", "plain").await.text(), "peer 127.0.0.1");
    assert_eq!(server.call("alice", "plain").await.text(), "principal names alice");
    assert_eq!(server.call("", "secret").await.status, 401);
    assert_eq!(server.call("bob", "vault").await.status, 403);
}
