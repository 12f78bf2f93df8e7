//! What clients of the older revisions are told on the GET stream.

use mcp_runtime::prelude::*;
use mcp_runtime::{DynamicGuards, DynamicResource};
use serde_json::{Value, json};

use crate::http::{event, start};
use crate::support::{Connection, Request, Response, Running, settle};

fn opening() -> Request {
    let body = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"}}});
    Request::post(body.to_string())
}

async fn initialize(server: &Running) -> String {
    let response = server.send(&opening()).await;
    response.get("mcp-session-id").expect("a session").to_owned()
}

async fn ask(server: &Running, session: &str, method: &str, uri: &str) -> Response {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": {"uri": uri}});
    server.send(&Request::post(body.to_string()).header("Mcp-Session-Id", session)).await
}

async fn subscribe(server: &Running, session: &str, uri: &str) -> Value {
    ask(server, session, "resources/subscribe", uri).await.json()
}

async fn stream(server: &Running, session: &str) -> Connection {
    let mut connection = server.connect().await;
    connection.send(&Request::post("").verb("GET").header("Mcp-Session-Id", session)).await;
    assert_eq!(connection.head().await.status, 200);
    assert_eq!(connection.chunk().await.as_deref(), Some(":\n\n"));
    connection
}

fn updated(uri: &str) -> Value {
    json!({"jsonrpc": "2.0", "method": "notifications/resources/updated", "params": {"uri": uri}})
}

fn tools_changed() -> Value {
    json!({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"})
}

#[tokio::test]
async fn a_session_hears_of_lists_and_of_what_it_subscribed_to() {
    let (server, notifier) = start(|server| server).await;
    let session = initialize(&server).await;
    let mut listening = stream(&server, &session).await;
    notifier.resource_updated("notes://1");
    notifier.tools_changed();
    assert_eq!(event(&mut listening).await, Some(tools_changed()));
    assert_eq!(subscribe(&server, &session, "notes://1").await["result"], json!({}));
    notifier.resource_updated("notes://1");
    assert_eq!(event(&mut listening).await, Some(updated("notes://1")));
    let answer = ask(&server, &session, "resources/unsubscribe", "notes://1").await.json();
    assert_eq!(answer["result"], json!({}));
    notifier.resource_updated("notes://1");
    notifier.tools_changed();
    assert_eq!(event(&mut listening).await, Some(tools_changed()));
}

#[tokio::test]
async fn what_changes_between_two_streams_is_told_once_on_the_next() {
    let (server, notifier) = start(|server| server).await;
    let session = initialize(&server).await;
    subscribe(&server, &session, "notes://1").await;
    for _ in 0..3 {
        for _ in 0..100 {
            notifier.resource_updated("notes://1");
        }
        let mut listening = stream(&server, &session).await;
        assert_eq!(event(&mut listening).await, Some(updated("notes://1")));
        notifier.tools_changed();
        assert_eq!(event(&mut listening).await, Some(tools_changed()));
        drop(listening);
        settle().await;
    }
}

#[tokio::test]
async fn a_message_goes_out_on_one_stream_of_a_session() {
    let (server, notifier) = start(|server| server).await;
    let session = initialize(&server).await;
    let other = initialize(&server).await;
    let (mut first, mut second) =
        (stream(&server, &session).await, stream(&server, &session).await);
    let mut others = stream(&server, &other).await;
    settle().await;
    notifier.tools_changed();
    assert_eq!(event(&mut second).await, Some(tools_changed()));
    assert_eq!(event(&mut others).await, Some(tools_changed()));
    settle().await;
    // All that comes on the first is that it lives.
    server.clock.advance(std::time::Duration::from_secs(10));
    assert_eq!(first.chunk().await.as_deref(), Some(":\n\n"));
    drop(second);
    settle().await;
    server.clock.advance(std::time::Duration::from_secs(10));
    assert_eq!(first.chunk().await.as_deref(), Some(":\n\n"));
    notifier.tools_changed();
    assert_eq!(event(&mut first).await, Some(tools_changed()), "now it has them");
}

#[tokio::test]
async fn what_cannot_be_subscribed_to_is_refused() {
    let (server, _) = start(|server| server).await;
    let session = initialize(&server).await;
    // What is not there has a code of its own in these revisions.
    for (uri, code) in [
        (json!("other://1"), -32002),
        (json!("no uri"), -32002),
        (json!(7), -32602),
        (Value::Null, -32602),
    ] {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": "resources/subscribe",
            "params": {"uri": uri}});
        let request = Request::post(body.to_string()).header("Mcp-Session-Id", &session);
        assert_eq!(server.send(&request).await.code(), code, "{uri}");
    }
    for number in 0..256 {
        let answer = subscribe(&server, &session, &format!("notes://{number}")).await;
        assert_eq!(answer["result"], json!({}), "{number}");
    }
    let refused = subscribe(&server, &session, "notes://256").await;
    assert_eq!(refused["error"]["code"], -32602);
    assert!(refused["error"]["message"].to_string().contains("at most 256 resources"));
    // Those that it has are no more.
    assert_eq!(subscribe(&server, &session, "notes://7").await["result"], json!({}));
}

#[tokio::test]
async fn sessions_without_a_stream_make_room_for_others() {
    let (server, notifier) = start(|server| server.max_subscriptions_per_caller(2)).await;
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(initialize(&server).await);
    }
    let mut first = stream(&server, &sessions[0]).await;
    subscribe(&server, &sessions[0], "notes://1").await;
    // The second is forgotten for the third, which has a stream then.
    assert_eq!(subscribe(&server, &sessions[1], "notes://1").await["result"], json!({}));
    assert_eq!(subscribe(&server, &sessions[2], "notes://1").await["result"], json!({}));
    let mut third = stream(&server, &sessions[2]).await;
    let refused = subscribe(&server, &sessions[3], "notes://1").await;
    assert_eq!(refused["error"]["code"], 429, "{refused}");
    notifier.resource_updated("notes://1");
    for listening in [&mut first, &mut third] {
        assert_eq!(event(listening).await, Some(updated("notes://1")));
    }
    drop(third);
    settle().await;
    let mut second = stream(&server, &sessions[1]).await;
    notifier.resource_updated("notes://1");
    notifier.tools_changed();
    assert_eq!(event(&mut second).await, Some(tools_changed()), "what it had is forgotten");
}

#[tokio::test]
async fn a_session_that_is_ended_is_forgotten() {
    let (server, _) = start(|server| server.max_subscriptions(1)).await;
    let (first, second) = (initialize(&server).await, initialize(&server).await);
    let listening = stream(&server, &first).await;
    assert_eq!(subscribe(&server, &second, "notes://1").await["error"]["code"], 503);
    let end = Request::post("").verb("DELETE").header("Mcp-Session-Id", &first);
    assert_eq!(server.send(&end).await.status, 204);
    drop(listening);
    settle().await;
    assert_eq!(subscribe(&server, &second, "notes://1").await["result"], json!({}));
}

/// One caller, who gets a token with a scope when it needs one.
struct Tokens;

impl Authenticator for Tokens {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let wide = attempt.credential().expose() == "wide";
        let scopes = wide.then_some("vault").into_iter().collect();
        Ok(Principal::new("tokens", "alice").with_scopes(scopes))
    }
}

#[tokio::test]
async fn a_session_hears_of_what_its_caller_may_read_by_now() {
    let mut registrar = None;
    let (server, notifier) = start(|server| {
        registrar = Some(server.registrar());
        server.auth(Tokens)
    })
    .await;
    let vault = DynamicResource::new("vault", "vault://gold", |_, _, _| std::future::ready("gold"));
    let vault = vault.guards(DynamicGuards::new().auth(["vault"]));
    registrar.unwrap().add_resource(vault).unwrap();
    let with =
        |request: Request, token: &str| request.header("Authorization", &format!("Bearer {token}"));
    let opening = server.send(&with(opening(), "narrow")).await;
    let session = opening.get("mcp-session-id").expect("a session").to_owned();
    let subscribe = json!({"jsonrpc": "2.0", "id": 1, "method": "resources/subscribe",
        "params": {"uri": "vault://gold"}});
    let subscribe = Request::post(subscribe.to_string()).header("Mcp-Session-Id", &session);
    let get = Request::post("").verb("GET").header("Mcp-Session-Id", &session);
    let mut listening = server.connect().await;
    listening.send(&with(get.clone(), "narrow")).await;
    assert_eq!(listening.head().await.status, 200);
    settle().await;

    let refused = server.send(&with(subscribe.clone(), "narrow")).await.json();
    assert_eq!(refused["error"]["code"], -32002, "{refused}");
    assert_eq!(server.send(&with(subscribe, "wide")).await.json()["result"], json!({}));
    notifier.resource_updated("vault://gold");
    settle().await;
    notifier.tools_changed();
    assert_eq!(event(&mut listening).await, Some(updated("vault://gold")));
    assert_eq!(event(&mut listening).await, Some(tools_changed()));

    drop(listening);
    let mut listening = server.connect().await;
    listening.send(&with(get, "narrow")).await;
    assert_eq!(listening.head().await.status, 200);
    settle().await;
    notifier.resource_updated("vault://gold");
    settle().await;
    notifier.tools_changed();
    assert_eq!(event(&mut listening).await, Some(tools_changed()), "not of what it may not");
}
