//! `subscriptions/listen` on Streamable HTTP.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use mcp_runtime::prelude::*;
use mcp_runtime::testing::ManualClock;
use mcp_runtime::{Notifier, ServerBuilder};
use serde_json::{Value, json};

use crate::support::{Connection, Request, Running, settle, until};

const ID: &str = "io.modelcontextprotocol/subscriptionId";

pub(crate) async fn start(
    configure: impl FnOnce(ServerBuilder) -> ServerBuilder,
) -> (Running, Notifier) {
    let mut notifier = None;
    let server = Running::start_with(|server| {
        notifier = Some(server.notifier());
        configure(server)
    });
    (server.await, notifier.unwrap())
}

fn listen(notifications: &Value) -> Request {
    Request::modern("subscriptions/listen", json!({ "notifications": notifications }))
}

/// Opens a subscription; returns what of it is honoured.
async fn open(connection: &mut Connection, notifications: &Value) -> Value {
    connection.send(&listen(notifications)).await;
    let head = connection.head().await;
    assert_eq!((head.status, head.get("content-type")), (200, Some("text/event-stream")));
    assert_eq!(head.get("x-accel-buffering"), Some("no"));
    let first = event(connection).await.expect("an acknowledgment");
    assert_eq!(first["method"], "notifications/subscriptions/acknowledged");
    assert_eq!(first["params"]["_meta"][ID], 1);
    first["params"]["notifications"].clone()
}

/// The next message; `None` at the stream's end.
pub(crate) async fn event(connection: &mut Connection) -> Option<Value> {
    loop {
        let chunk = connection.chunk().await?;
        if let Some(data) = chunk.strip_prefix("data: ") {
            return Some(serde_json::from_str(data.trim_end()).expect("an event is JSON"));
        }
    }
}

#[tokio::test]
async fn a_client_is_told_what_it_asked_for_and_nothing_else() {
    let (server, notifier) = start(|server| server).await;
    let mut connection = server.connect().await;
    let honoured = open(
        &mut connection,
        &json!({"toolsListChanged": true, "promptsListChanged": true,
            "resourceSubscriptions": ["notes://1", "NOTES://%32", "other://1", "no uri"]}),
    )
    .await;
    assert_eq!(
        honoured,
        json!({"toolsListChanged": true, "resourceSubscriptions": ["notes://1", "NOTES://%32"]}),
        "there are no prompts, and no other resources"
    );
    notifier.prompts_changed();
    notifier.resources_changed();
    notifier.resource_updated("notes://3");
    notifier.resource_updated("not a URI");
    notifier.resource_updated("notes://2");
    let updated = json!({"jsonrpc": "2.0", "method": "notifications/resources/updated",
        "params": {"_meta": {ID: 1}, "uri": "NOTES://%32"}});
    assert_eq!(event(&mut connection).await, Some(updated), "as the client wrote it");
    notifier.tools_changed();
    let changed = json!({"jsonrpc": "2.0", "method": "notifications/tools/list_changed",
        "params": {"_meta": {ID: 1}}});
    assert_eq!(event(&mut connection).await, Some(changed));
}

#[tokio::test]
async fn changes_that_nobody_has_read_yet_are_one() {
    let (server, notifier) = start(|server| server).await;
    let mut connection = server.connect().await;
    let all = json!({"toolsListChanged": true, "resourceSubscriptions": ["notes://1"]});
    open(&mut connection, &all).await;
    for _ in 0..1_000 {
        notifier.tools_changed();
        notifier.resource_updated("notes://1");
    }
    let mut methods = HashSet::new();
    for _ in 0..2 {
        methods.insert(event(&mut connection).await.unwrap()["method"].to_string());
    }
    assert_eq!(methods.len(), 2);
    settle().await;
    notifier.resource_updated("notes://1");
    let next = event(&mut connection).await.unwrap();
    assert_eq!(next["params"]["uri"], "notes://1", "nothing came in between");
}

#[tokio::test]
async fn a_server_that_stops_ends_its_subscriptions_with_a_result() {
    let (mut server, _) = start(|server| server).await;
    let mut connection = server.connect().await;
    assert_eq!(open(&mut connection, &json!({})).await, json!({}));
    server.stop();
    let last = event(&mut connection).await.expect("a result");
    assert_eq!((&last["id"], &last["result"]["resultType"]), (&json!(1), &json!("complete")));
    assert_eq!(last["result"]["_meta"][ID], 1);
    assert!(last["result"]["_meta"]["io.modelcontextprotocol/serverInfo"]["name"].is_string());
    assert_eq!(event(&mut connection).await, None);
    server.ended().await.expect("nothing was cut off");
}

#[tokio::test]
async fn a_silent_subscription_shows_that_it_lives() {
    let (server, _) = start(|server| server).await;
    let mut connection = server.connect().await;
    open(&mut connection, &json!({"toolsListChanged": true})).await;
    for _ in 0..3 {
        settle().await;
        server.clock.advance(Duration::from_secs(10));
        assert_eq!(connection.chunk().await.as_deref(), Some(":\n\n"));
    }
}

#[tokio::test]
async fn a_client_that_leaves_gives_its_place_back() {
    let (server, _) = start(|server| server.max_subscriptions(1)).await;
    let mut first = server.connect().await;
    open(&mut first, &json!({})).await;
    let refused = server.send(&listen(&json!({}))).await;
    assert_eq!(refused.status, 503, "{refused:?}");
    assert_eq!(refused.json()["error"]["data"]["error"], "OVERLOADED");
    drop(first);
    until("the place is free", async || {
        let mut second = server.connect().await;
        second.send(&listen(&json!({}))).await;
        (second.head().await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_caller_has_so_many_subscriptions_and_leaves_the_rest_to_others() {
    let (server, _) = start(|server| server.max_subscriptions_per_caller(2)).await;
    let mut open_ones = Vec::new();
    for _ in 0..2 {
        let mut connection = server.connect().await;
        open(&mut connection, &json!({})).await;
        open_ones.push(connection);
    }
    let refused = server.send(&listen(&json!({}))).await;
    assert_eq!(refused.status, 429);
    let message = refused.json()["error"]["message"].to_string();
    assert!(message.contains("2 subscriptions open") && message.contains("End one"), "{message}");
    let mut other = Connection::open_from("127.0.0.2", server.address).await;
    open(&mut other, &json!({})).await;
}

#[tokio::test]
async fn streams_without_a_request_leave_connections_to_requests() {
    let (server, _) = start(|server| server.max_connections(4)).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    open(&mut first, &json!({})).await;
    open(&mut second, &json!({})).await;
    let refused = server.send(&listen(&json!({}))).await;
    assert_eq!((refused.status, refused.get("retry-after")), (503, Some("10")));
    assert_eq!(server.modern("tools/list", json!({})).await.status, 200);
}

#[tokio::test]
async fn a_filter_that_cannot_be_kept_is_refused() {
    let (server, _) = start(|server| server).await;
    let many: Vec<String> = (0..257).map(|number| format!("notes://{number}")).collect();
    let long = format!("notes://{}", "x".repeat(8 << 10));
    for (params, named) in [
        (json!({}), "`params.notifications` is missing"),
        (json!({"notifications": []}), "must be an object"),
        (json!({"notifications": {"toolsListChanged": "yes"}}), "toolsListChanged"),
        (json!({"notifications": {"resourceSubscriptions": [7]}}), "must be a list of URIs"),
        (json!({"notifications": {"resourceSubscriptions": many}}), "at most 256 resources"),
        (json!({"notifications": {"resourceSubscriptions": [long]}}), "at most 8192 bytes"),
    ] {
        let refused = server.modern("subscriptions/listen", params).await;
        assert_eq!(refused.code(), -32602, "{refused:?}");
        assert!(refused.body.contains(named), "{named}: {refused:?}");
    }
    let plain = listen(&json!({})).header("Accept", "application/json");
    assert_eq!(server.send(&plain).await.status, 406);
}

#[tokio::test]
async fn a_slow_client_costs_no_memory_and_misses_no_last_change() {
    const ROUNDS: usize = 300;
    let (server, notifier) = start(|server| server).await;
    let uris: Vec<String> = (0..256).map(|number| format!("notes://{number}")).collect();
    let mut slow = Connection::narrow(server.address).await;
    slow.send(&listen(&json!({"toolsListChanged": true, "resourceSubscriptions": uris}))).await;
    for _ in 0..ROUNDS {
        for uri in &uris {
            notifier.resource_updated(uri);
        }
        settle().await;
    }
    notifier.tools_changed();
    assert_eq!(slow.head().await.status, 200);
    let mut told = 0;
    loop {
        let message = event(&mut slow).await.unwrap();
        told += 1;
        if message["method"] == "notifications/tools/list_changed" {
            break;
        }
    }
    assert!(told < ROUNDS * uris.len() / 2, "{told} messages were kept");
    settle().await;
    for uri in &uris {
        notifier.resource_updated(uri);
    }
    let mut last = HashSet::new();
    while last.len() < uris.len() {
        last.insert(event(&mut slow).await.unwrap()["params"]["uri"].to_string());
    }
}

struct Guests(ManualClock);

impl Authenticator for Guests {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let principal = Principal::new("guests", attempt.credential().expose());
        let until: SystemTime = self.0.wall() + Duration::from_secs(25);
        Ok(principal.with_expiry(until))
    }
}

#[tokio::test]
async fn a_subscription_ends_with_the_credential_that_opened_it() {
    let clock = ManualClock::new();
    let (shown, own) = (clock.clone(), clock.clone());
    let (server, notifier) = start(|server| server.clock(shown).auth(Guests(own))).await;
    assert_eq!(server.send(&listen(&json!({}))).await.status, 401);
    let mut connection = server.connect().await;
    let all = json!({"toolsListChanged": true});
    connection.send(&listen(&all).header("Authorization", "Bearer alice")).await;
    assert_eq!(connection.head().await.status, 200);
    event(&mut connection).await.expect("an acknowledgment");
    settle().await;
    clock.advance(Duration::from_secs(24));
    notifier.tools_changed();
    assert!(event(&mut connection).await.is_some());
    settle().await;
    clock.advance(Duration::from_secs(1));
    notifier.tools_changed();
    assert_eq!(event(&mut connection).await, None, "without a result: the client comes back");
}

#[tokio::test]
async fn what_is_open_is_counted() {
    let (server, _) = start(|server| server).await;
    let mut connection = server.connect().await;
    open(&mut connection, &json!({})).await;
    let mut other = server.connect().await;
    other.send_to("/metrics", &Request::post("").verb("GET")).await;
    let metrics = other.response().await.body;
    assert!(metrics.contains("mcp_subscriptions_active 1\n"), "{metrics}");
    other.send_to("/status.json", &Request::post("").verb("GET")).await;
    assert_eq!(other.response().await.json()["subscriptions"], 1);
}

#[tokio::test]
async fn both_eras_are_told_what_can_be_subscribed_to() {
    let (server, _) = start(|server| server).await;
    let expected = json!({"logging": {}, "tools": {"listChanged": true},
        "resources": {"listChanged": true, "subscribe": true}});
    let discovered = server.modern("server/discover", json!({})).await;
    assert_eq!(discovered.json()["result"]["capabilities"], expected);
    let body = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"}}});
    let initialized = server.send(&Request::post(body.to_string())).await;
    assert_eq!(initialized.json()["result"]["capabilities"], expected);
}
