//! Scopes, as on tools: lists by caller, and refusals.

use mcp_runtime::prelude::*;
use mcp_runtime::{ServerBuilder, Usage};
use serde_json::{Value, json};

use crate::support::{Request, Response, Running};

struct Names;

impl Authenticator for Names {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        match attempt.credential().expose() {
            "alice" => {
                Ok(Principal::new("names", "alice")
                    .with_scopes(["vault:read"].into_iter().collect()))
            }
            "bob" => Ok(Principal::new("names", "bob")),
            _ => Err(Rejection::unknown()),
        }
    }
}

fn guarded(server: ServerBuilder) -> ServerBuilder {
    server.auth(Names)
}

fn request(method: &str, params: Value, caller: &str) -> Request {
    let request = Request::modern(method, params);
    let uri = serde_json::from_slice::<Value>(&request.body).unwrap()["params"]["uri"].clone();
    let request = match uri.as_str() {
        Some(uri) => request.header("Mcp-Name", uri),
        None => request,
    };
    request.header("Authorization", &format!("Bearer {caller}"))
}

#[tokio::test]
async fn lists_show_what_their_caller_may_use() {
    let server = Running::start_with(guarded).await;
    for (method, member, name) in
        [("prompts/list", "prompts", "hidden"), ("resources/list", "resources", "vault")]
    {
        for (caller, shown) in [("alice", true), ("bob", false)] {
            let result =
                server.send(&request(method, json!({}), caller)).await.json()["result"].clone();
            let all = result[member].as_array().unwrap();
            assert_eq!(all.iter().any(|entry| entry["name"] == name), shown, "{caller}");
            assert_eq!(result["cacheScope"], "private");
        }
    }
}

fn vault() -> (&'static str, Value) {
    ("resources/read", json!({ "uri": "vault://gold" }))
}

fn hidden() -> (&'static str, Value) {
    ("prompts/get", json!({ "name": "hidden" }))
}

async fn ask(server: &Running, (method, params): (&str, Value), caller: &str) -> Response {
    server.send(&request(method, params, caller)).await
}

#[tokio::test]
async fn refused_before_the_body_is_read_and_recorded() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let told = std::sync::Arc::clone(&seen);
    let server = Running::start_with(|server| {
        guarded(server).on_usage(move |usage: &Usage<'_>| {
            told.lock().unwrap().push(format!("{} {} {}", usage.kind, usage.name, usage.outcome));
        })
    })
    .await;
    for (call, of) in [(vault(), ("resource", "vault")), (hidden(), ("prompt", "hidden"))] {
        let response = ask(&server, call.clone(), "bob").await;
        assert_eq!(response.status, 403, "{response:?}");
        assert_eq!(response.json()["error"]["code"], 403);
        assert_eq!(response.json()["error"]["data"][of.0], of.1, "{response:?}");
        let record = format!("{} {} FORBIDDEN", of.0, of.1);
        assert_eq!(seen.lock().unwrap().pop(), Some(record));
        let granted = ask(&server, call, "alice").await;
        assert!(granted.json()["result"].is_object(), "{granted:?}");
        assert_eq!(seen.lock().unwrap().pop(), Some(format!("{} {} OK", of.0, of.1)));
    }
}

#[tokio::test]
async fn refused_by_the_guards_where_headers_say_nothing() {
    let server = Running::start_with(guarded).await;
    let uri = "VAULT://%67old"; // the same resource, and another text
    let response = ask(&server, ("resources/read", json!({ "uri": uri })), "bob").await;
    assert_eq!(response.status, 403, "{response:?}");
    let open = Request::post(
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "c", "version": "1"},
        }})
        .to_string(),
    )
    .header("Authorization", "Bearer bob");
    let session = server.send(&open).await.get("mcp-session-id").unwrap().to_owned();
    for (method, params) in [vault(), hidden()] {
        let body = json!({"jsonrpc": "2.0", "id": 2, "method": method, "params": params});
        let request = Request::post(body.to_string())
            .header("Authorization", "Bearer bob")
            .header("MCP-Protocol-Version", "2025-11-25")
            .header("Mcp-Session-Id", &session);
        let response = server.send(&request).await;
        assert_eq!(response.status, 403, "{response:?}");
        assert_eq!(response.json()["error"]["code"], 403);
    }
}
