//! Callers are told apart by their addresses, those of IPv6 by their networks.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use mcp_runtime::prelude::*;
use serde_json::json;

use crate::limits::request;
use crate::support::{Connection, Request, Response, Running};
use crate::tools::Gate;

/// For all callers together.
#[mcp_tool(rate = "2/10s per server")]
pub(crate) async fn limited_together() {}

/// A result for each caller.
#[mcp_tool(read_only, cache = "60s")]
pub(crate) async fn cached(State(gate): State<Arc<Gate>>) -> usize {
    gate.started.fetch_add(1, Ordering::SeqCst)
}

/// One result for all.
#[mcp_tool(read_only, cache = "60s public")]
pub(crate) async fn cached_together(State(gate): State<Arc<Gate>>) -> usize {
    gate.started.fetch_add(1, Ordering::SeqCst)
}

/// A result for each key of each caller.
#[mcp_tool(idempotent)]
pub(crate) async fn keyed(State(gate): State<Arc<Gate>>) -> usize {
    gate.started.fetch_add(1, Ordering::SeqCst)
}

/// Sends a request from this address of the loopback interface.
pub(crate) async fn send_from(source: &str, server: &Running, request: &Request) -> Response {
    let mut connection = Connection::open_from(source, server.address).await;
    connection.send(request).await;
    connection.response().await
}

#[tokio::test]
async fn each_address_has_limits_of_its_own_whatever_its_port() {
    let server = Running::start().await;
    let request = request(&server, true, "limited").await;
    for source in ["127.0.0.1", "127.0.0.2"] {
        for refused in [false, false, true] {
            let response = send_from(source, &server, &request).await;
            assert_eq!(response.json()["result"]["isError"] == true, refused, "{source}");
        }
    }
    let together =
        Request::modern("tools/call", json!({"name": "limited_together", "arguments": {}}));
    for (source, refused) in [("127.0.0.1", false), ("127.0.0.2", false), ("127.0.0.3", true)] {
        let response = send_from(source, &server, &together).await;
        assert_eq!(response.json()["result"]["isError"] == true, refused, "{source}");
    }
}

#[tokio::test]
async fn a_network_of_ipv6_is_one_caller_to_every_guard() {
    let server = Running::start_with(|server| server.trusted_proxies(["127.0.0.1"])).await;
    let answer = async |request: &Request, client: &str| {
        let request = request.clone().header("X-Forwarded-For", client);
        server.send(&request).await.json()["result"].clone()
    };
    let limited = request(&server, true, "limited").await;
    for (client, refused) in [
        ("2001:db8:1:2::1", false),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", false),
        ("2001:db8:1:2::3", true),
        ("2001:db8:1:3::1", false),
        ("192.0.2.1", false),
        ("::ffff:192.0.2.1", false),
        ("192.0.2.1", true),
        ("192.0.2.2", false),
    ] {
        assert_eq!(answer(&limited, client).await["isError"] == true, refused, "{client}");
    }
    let cached = request(&server, true, "cached").await;
    for (client, text) in
        [("2001:db8:1:2::1", "0"), ("2001:db8:1:2::2", "0"), ("2001:db8:1:3::1", "1")]
    {
        assert_eq!(answer(&cached, client).await["content"][0]["text"], text, "{client}");
    }
}

#[tokio::test]
async fn results_are_kept_for_each_caller_unless_they_are_public() {
    for modern in [true, false] {
        let server = Running::start().await;
        let text = async |source: &str, request: &Request| {
            let response = send_from(source, &server, request).await;
            response.json()["result"]["content"][0]["text"].clone()
        };
        let own = request(&server, modern, "cached").await;
        assert_eq!(text("127.0.0.1", &own).await, "0");
        assert_eq!(text("127.0.0.2", &own).await, "1");
        assert_eq!(text("127.0.0.1", &own).await, "0");
        let public = request(&server, modern, "cached_together").await;
        assert_eq!(text("127.0.0.1", &public).await, "2");
        assert_eq!(text("127.0.0.2", &public).await, "2");
        // Nobody gets another's result by guessing a key.
        let keyed = request(&server, modern, "keyed").await.header("Idempotency-Key", "k");
        assert_eq!(text("127.0.0.1", &keyed).await, "3");
        assert_eq!(text("127.0.0.2", &keyed).await, "4");
        assert_eq!(text("127.0.0.1", &keyed).await, "3");
    }
}
