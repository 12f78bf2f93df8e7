//! The GET stream of the handshake era.

use std::time::Duration;

use serde_json::json;

use crate::legacy::{call, initialize, post};
use crate::support::{Request, Running};

fn listen(session: &str) -> Request {
    Request::post("").verb("GET").header("Mcp-Session-Id", session)
}

#[tokio::test]
async fn the_get_stream_opens_and_ends_with_the_server() {
    let mut server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    let mut connection = server.connect().await;
    connection.send(&listen(&session)).await;
    assert_eq!(connection.head().await.get("content-type"), Some("text/event-stream"));
    assert_eq!(connection.chunk().await.as_deref(), Some(":\n\n"));
    server.stop();
    assert_eq!(connection.chunk().await, None);
    server.stopped().await;
}

#[tokio::test]
async fn the_get_stream_ends_after_a_while_and_says_when_to_come_back() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    let mut connection = server.connect().await;
    for _ in 0..2 {
        connection.send(&listen(&session)).await;
        assert_eq!(connection.head().await.status, 200);
        assert_eq!(connection.chunk().await.as_deref(), Some(":\n\n"));
        server.clock.advance(Duration::from_secs(15 * 60 - 1));
        assert_eq!(connection.chunk().await.as_deref(), Some(":\n\n"));
        server.clock.advance(Duration::from_secs(1));
        assert_eq!(connection.chunk().await.as_deref(), Some("retry: 1000\n\n"));
        assert_eq!(connection.chunk().await, None);
    }
}

#[tokio::test]
async fn get_streams_leave_half_of_the_connections_to_requests() {
    let server = Running::start_with(|server| server.max_connections(2)).await;
    let session = initialize(&server, "2025-11-25").await;
    let mut first = server.connect().await;
    first.send(&listen(&session)).await;
    assert_eq!(first.head().await.status, 200);
    let mut second = server.connect().await;
    second.send(&listen(&session)).await;
    let refused = second.response().await;
    assert_eq!((refused.status, refused.get("retry-after")), (503, Some("10")));
    second.send(&post(&session, &call(1, "add", &json!({"a": 1, "b": 2})))).await;
    assert_eq!(second.response().await.status, 200);

    let server = Running::start_with(|server| server.max_connections(2).max_idle_streams(2)).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    for connection in [&mut first, &mut second] {
        connection.send(&listen(&session)).await;
        assert_eq!(connection.head().await.status, 200);
    }
}
