//! Who may talk to the endpoint at all.

use serde_json::json;

use crate::support::{Request, Running};

#[tokio::test]
async fn foreign_hosts_and_origins_are_refused_before_the_body_is_looked_at() {
    let server = Running::start().await;
    let broken = Request::post("not json");
    for request in [
        broken.clone().header("Host", "evil.example"),
        broken.clone().header("Origin", "https://evil.example"),
        broken.clone().header("Origin", "null"),
        broken.without("Host").header("Host", ""),
    ] {
        assert_eq!(server.send(&request).await.status, 403);
    }
}

#[tokio::test]
async fn a_foreign_name_does_not_hide_behind_a_good_one() {
    let server = Running::start().await;
    let good = Request::modern("server/discover", json!({})).header("Origin", "http://localhost");
    assert_eq!(server.send(&good).await.status, 200);
    for host in ["localhost", "evil.example"] {
        assert_eq!(server.send(&good.clone().and("Host", host)).await.status, 400, "{host}");
    }
    assert_eq!(server.send(&good.clone().and("Origin", "https://evil.example")).await.status, 403);
    let mut connection = server.connect().await;
    connection.send_to("http://evil.example/mcp", &good).await;
    assert_eq!(connection.response().await.status, 403);
}

#[tokio::test]
async fn pages_of_this_machine_may_call() {
    let server = Running::start().await;
    let request = Request::modern("server/discover", json!({}))
        .header("Origin", "http://localhost:5173")
        .header("Host", "127.0.0.1:1234");
    assert_eq!(server.send(&request).await.status, 200);
}

#[tokio::test]
async fn listed_hosts_and_origins_may_call() {
    let server = Running::start_with(|server| {
        server.allowed_hosts(["mcp.example.com"]).allowed_origins(["https://app.example.com"])
    })
    .await;
    let request = Request::modern("server/discover", json!({}))
        .header("Host", "mcp.example.com")
        .header("Origin", "https://app.example.com");
    assert_eq!(server.send(&request).await.status, 200);
    assert_eq!(server.send(&request.clone().header("Host", "localhost")).await.status, 403);
    assert_eq!(server.send(&request.header("Origin", "http://localhost")).await.status, 403);
}

#[tokio::test]
async fn a_form_of_a_foreign_page_is_refused_by_its_content_type() {
    let server = Running::start().await;
    let request = Request::modern("server/discover", json!({}));
    assert_eq!(
        server.send(&request.clone().header("Content-Type", "text/plain")).await.status,
        415
    );
    assert_eq!(server.send(&request.clone().without("Content-Type")).await.status, 415);
    let compressed = request.clone().header("Content-Encoding", "gzip");
    assert_eq!(server.send(&compressed).await.status, 415);
    let with_charset = request.header("Content-Type", "application/json; charset=utf-8");
    assert_eq!(server.send(&with_charset).await.status, 200);
}

#[tokio::test]
async fn a_refusal_before_the_body_reaches_a_client_that_is_still_writing() {
    let server = Running::start().await;
    let large = Request::post("x".repeat(600_000));
    for (request, status) in [
        (large.clone().header("Host", "evil.example"), 403),
        (large.clone().header("Content-Type", "text/plain"), 415),
        (large.verb("PUT"), 405),
    ] {
        let mut connection = server.connect().await;
        connection.send_slowly(&request).await;
        assert_eq!(connection.response().await.status, status);
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_those_that_work() {
    let server = Running::start().await;
    for method in ["GET", "DELETE", "PUT", "PATCH"] {
        let response = server.send(&Request::post("").verb(method)).await;
        assert_eq!(response.status, 405, "{method}");
        assert_eq!(response.get("allow"), Some("POST, GET, DELETE"));
    }
}

#[tokio::test]
async fn the_network_is_not_served_without_authentication() {
    use mcp_runtime::prelude::*;
    let server = server!().state(std::sync::Arc::<crate::tools::Gate>::default()).build().unwrap();
    let refused = server.bind_http("0.0.0.0:0".parse().unwrap()).await.err().expect("a refusal");
    assert!(refused.to_string().contains("dangerously_allow_anyone_on_the_network"), "{refused}");
}

#[tokio::test]
async fn further_routes_are_served_beside_the_endpoint() {
    use mcp_runtime::axum::{Router, routing::get};

    let routes = Router::new().route("/hello", get(|| async { "hello" }));
    let server = Running::start_with(|server| server.routes(routes)).await;
    let mut connection = server.connect().await;
    connection.send_to("/hello", &Request::post("").verb("GET")).await;
    assert_eq!(connection.response().await.body, "hello");
    connection.send_to("/nothing", &Request::post("").verb("GET")).await;
    assert_eq!(connection.response().await.status, 404);
}
