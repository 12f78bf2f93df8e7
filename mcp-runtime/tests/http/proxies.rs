//! Callers behind proxies.

use mcp_runtime::ForwardedHeader;
use mcp_runtime::prelude::*;
use serde_json::json;

use crate::callers::send_from;
use crate::support::{Connection, Request, Running};

/// One request for each caller, and no more.
async fn start(
    configure: impl FnOnce(mcp_runtime::ServerBuilder) -> mcp_runtime::ServerBuilder,
) -> Running {
    Running::start_with(|server| configure(server.flood_limit("1/10s"))).await
}

fn request(name: &str, value: &str) -> Request {
    Request::modern("tools/list", json!({})).header(name, value)
}

#[tokio::test]
async fn callers_behind_a_proxy_are_told_apart() {
    let server = start(|server| server.trusted_proxies(["127.0.0.2", "127.0.0.3/32"])).await;
    for (value, status) in [
        ("203.0.113.1", 200),
        ("203.0.113.2", 200),
        ("198.51.100.1, 203.0.113.1", 429),
        ("198.51.100.1, 203.0.113.2, 127.0.0.3", 429),
    ] {
        let request = request("X-Forwarded-For", value);
        assert_eq!(send_from("127.0.0.2", &server, &request).await.status, status, "{value}");
    }
    // Whoever is no proxy speaks for itself only.
    for (value, status) in [("203.0.113.8", 200), ("203.0.113.9", 429)] {
        let request = request("X-Forwarded-For", value);
        assert_eq!(send_from("127.0.0.1", &server, &request).await.status, status, "{value}");
    }
}

#[tokio::test]
async fn one_header_is_believed_and_never_both() {
    let server = start(|server| {
        server.trusted_proxies(["127.0.0.1"]).forwarded_header(ForwardedHeader::Forwarded)
    })
    .await;
    for (name, value, status) in [
        ("Forwarded", "for=\"[2001:db8::1]:4711\";proto=https", 200),
        ("Forwarded", "for=\"[2001:db8::1]\"", 429),
        ("X-Forwarded-For", "203.0.113.1", 200),
        ("X-Forwarded-For", "203.0.113.2", 429),
    ] {
        assert_eq!(server.send(&request(name, value)).await.status, status, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_proxy_brings_the_connections_of_many() {
    let server = Running::start_with(|server| {
        server.max_connections_per_peer(1).trusted_proxies(["127.0.0.2"])
    })
    .await;
    let discover = Request::modern("server/discover", json!({}));
    let mut connections = Vec::new();
    for _ in 0..3 {
        let mut connection = Connection::open_from("127.0.0.2", server.address).await;
        connection.send(&discover).await;
        assert_eq!(connection.response().await.status, 200);
        connections.push(connection);
    }
}

#[test]
fn nobody_is_trusted_by_mistake() {
    for (wrong, part) in [("0.0.0.0/0", "everybody"), ("proxy.example", "neither an address")] {
        let server = server!().state(std::sync::Arc::<crate::tools::Gate>::default());
        let refused = server.trusted_proxies([wrong]).build().err().expect("a refusal").to_string();
        assert!(refused.contains(part), "{refused}");
    }
}
