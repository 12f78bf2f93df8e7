//! What browsers ask before a page may call.

use serde_json::json;

use crate::support::{Request, Response, Running};

const PAGE: &str = "https://app.example.com";

async fn start() -> Running {
    Running::start_with(|server| server.allowed_origins([PAGE])).await
}

fn preflight(origin: &str) -> Request {
    let request = Request { method: "OPTIONS", headers: Vec::new(), body: Vec::new() };
    request
        .header("Host", "localhost")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type,mcp-param-region,x-evil")
        .header("Access-Control-Request-Private-Network", "true")
}

fn granted(response: &Response) -> Vec<(&str, &str)> {
    ["access-control-allow-origin", "access-control-allow-credentials", "vary"]
        .into_iter()
        .filter_map(|name| Some((name, response.get(name)?)))
        .collect()
}

#[tokio::test]
async fn a_listed_origin_may_call_with_the_headers_of_the_protocol() {
    let server = start().await;
    let response = server.send(&preflight(PAGE)).await;
    assert_eq!(response.status, 204);
    let wanted = [("access-control-allow-origin", PAGE), ("vary", "Origin")];
    assert_eq!(granted(&response), wanted);
    assert_eq!(response.get("access-control-allow-methods"), Some("POST, GET, DELETE"));
    assert_eq!(response.get("access-control-max-age"), Some("7200"));
    assert_eq!(response.get("access-control-allow-private-network"), None);
    let names = response.get("access-control-allow-headers").unwrap().to_ascii_lowercase();
    let names: Vec<&str> = names.split(", ").collect();
    for name in [
        "authorization",
        "x-api-key",
        "content-type",
        "accept",
        "mcp-protocol-version",
        "mcp-session-id",
        "mcp-method",
        "mcp-name",
        "mcp-param-region",
        "last-event-id",
        "idempotency-key",
        "traceparent",
        "tracestate",
    ] {
        assert!(names.contains(&name), "{name} is missing in {names:?}");
    }
    assert!(!names.contains(&"x-evil"), "{names:?}");
}

#[tokio::test]
async fn its_answers_can_be_read_whatever_they_are() {
    let server = start().await;
    let discover = Request::modern("server/discover", json!({})).header("Origin", PAGE);
    let refused = discover.clone().header("Content-Type", "text/plain");
    for (request, status) in [(discover, 200), (refused, 415)] {
        let response = server.send(&request).await;
        assert_eq!(response.status, status);
        assert_eq!(granted(&response)[0], ("access-control-allow-origin", PAGE));
        let shown = response.get("access-control-expose-headers").unwrap().to_ascii_lowercase();
        for name in [
            "mcp-session-id",
            "mcp-protocol-version",
            "www-authenticate",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
        ] {
            assert!(shown.split(", ").any(|other| other == name), "{name} is not shown");
        }
    }
}

#[tokio::test]
async fn other_origins_are_told_nothing() {
    let server = start().await;
    for origin in ["https://evil.example", "null", "https://app.example.com.evil.example"] {
        let call = Request::modern("server/discover", json!({})).header("Origin", origin);
        for request in [preflight(origin), call] {
            let response = server.send(&request).await;
            assert_eq!((response.status, granted(&response)), (403, vec![]), "{origin}");
        }
    }
    // A page that points a name of its own at this machine.
    let rebound = preflight(PAGE).header("Host", "evil.example");
    let response = server.send(&rebound).await;
    assert_eq!((response.status, granted(&response)), (403, vec![]));
}

#[tokio::test]
async fn what_is_no_preflight_is_no_method_of_the_endpoint() {
    let server = start().await;
    for missing in ["Access-Control-Request-Method", "Origin"] {
        assert_eq!(server.send(&preflight(PAGE).without(missing)).await.status, 405, "{missing}");
    }
}

#[test]
fn only_origins_can_be_listed() {
    use mcp_runtime::prelude::*;
    for wrong in
        ["*", "null", "app.example.com", "https://app.example.com/", "https://*.example.com"]
    {
        let server = server!().state(std::sync::Arc::<crate::tools::Gate>::default());
        let refused = server.allowed_origins([wrong]).build().err().expect("a refusal").to_string();
        assert!(refused.contains("is no origin"), "{wrong}: {refused}");
    }
}

#[tokio::test]
async fn pages_of_its_own_may_call_it() {
    let server = Running::start_with(|server| {
        server.public_url("https://mcp.example.com:8443/notes/mcp").allowed_origins([PAGE])
    })
    .await;
    for (origin, granted) in [
        ("https://mcp.example.com:8443", true),
        (PAGE, true),
        ("https://mcp.example.com", false),
        ("http://mcp.example.com:8443", false),
    ] {
        let status = server.send(&preflight(origin)).await.status;
        assert_eq!(status == 204, granted, "{origin}: {status}");
    }
}
