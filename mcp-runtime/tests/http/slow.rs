//! Clients that take their time, or more than their share.

use std::time::Duration;

use serde_json::json;

use crate::legacy::initialize;
use crate::support::{Connection, Request, Running, settle, until};

const HEAD: &[u8] = b"POST /mcp HTTP/1.1\r\nHost: localhost\r\n";

fn discover() -> Request {
    Request::modern("server/discover", json!({}))
}

/// Moves the clock on second by second until the server closes the
/// connection, and says how long that took. Each second the client does
/// something; it may be told in the middle of it.
async fn closed_after(
    server: &Running,
    connection: &mut Connection,
    meanwhile: &[u8],
    most: u32,
) -> u32 {
    // Lets the server begin to wait: it has read what was sent.
    assert!(!connection.is_closed().await);
    for second in 1..=most {
        server.clock.advance(Duration::from_secs(1));
        if connection.is_closed().await {
            return second;
        }
        if !meanwhile.is_empty() {
            connection.write(meanwhile).await;
            // Read, before the clock moves on.
            settle().await;
        }
    }
    panic!("still open after {most} s");
}

#[tokio::test]
async fn a_head_has_thirty_seconds_however_it_drips() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.write(HEAD).await;
    assert_eq!(closed_after(&server, &mut connection, b"X-Drip: 1\r\n", 40).await, 30);
}

#[tokio::test]
async fn a_client_that_says_nothing_or_almost_nothing_has_as_long() {
    // Silence, the beginning of either version, and a preface that drips.
    for (opening, drip) in
        [(&b""[..], &b""[..]), (b"P", b""), (b"PRI * HTTP", b""), (b"\r\n", b"\r\n")]
    {
        let server = Running::start().await;
        let mut connection = server.connect().await;
        connection.write(opening).await;
        assert_eq!(closed_after(&server, &mut connection, drip, 40).await, 30, "{opening:?}");
    }
}

#[tokio::test]
async fn a_connection_may_be_idle_for_longer_than_a_head_may_take() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.send(&discover()).await;
    assert_eq!(connection.response().await.status, 200);
    assert!(!connection.is_closed().await);
    server.clock.advance(Duration::from_secs(40));
    connection.send(&discover()).await;
    assert_eq!(connection.response().await.status, 200);
    assert_eq!(closed_after(&server, &mut connection, b"", 90).await, 75);

    let mut connection = server.connect().await;
    connection.send(&discover()).await;
    assert_eq!(connection.response().await.status, 200);
    assert!(!connection.is_closed().await);
    server.clock.advance(Duration::from_secs(20));
    connection.write(HEAD).await;
    assert_eq!(closed_after(&server, &mut connection, b"X: 1\r\n", 50).await, 30, "its next head");
}

#[tokio::test]
async fn a_body_has_thirty_seconds_however_it_drips() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.write(HEAD).await;
    connection
        .write(b"Content-Type: application/json\r\nAccept: */*\r\nContent-Length: 1000\r\n\r\n")
        .await;
    assert!(!connection.is_closed().await);
    for _ in 0..29 {
        connection.write(b" ").await;
        settle().await;
        server.clock.advance(Duration::from_secs(1));
    }
    assert!(!connection.is_closed().await);
    server.clock.advance(Duration::from_secs(1));
    assert_eq!(connection.response().await.status, 408);
}

#[tokio::test]
async fn what_is_waited_for_can_be_set() {
    let server = Running::start_with(|server| {
        server.header_timeout(Duration::from_secs(3)).idle_timeout(Duration::from_secs(5))
    })
    .await;
    let mut connection = server.connect().await;
    assert_eq!(closed_after(&server, &mut connection, b"", 9).await, 3);
    let mut connection = server.connect().await;
    connection.send(&discover()).await;
    assert_eq!(connection.response().await.status, 200);
    assert_eq!(closed_after(&server, &mut connection, b"", 9).await, 5);
}

#[tokio::test]
async fn a_head_is_bounded_in_bytes_and_fields() {
    let server = Running::start().await;
    let padded = |bytes| discover().header("X-Padding", &"x".repeat(bytes));
    assert_eq!(server.send(&padded(31 << 10)).await.status, 200);
    assert_eq!(server.send(&padded(32 << 10)).await.status, 431);

    let with = |fields: usize| {
        let named = discover().headers.len() + 1; // and Content-Length
        (named..fields).fold(discover(), |request, n| request.header(&format!("X-{n}"), "1"))
    };
    assert_eq!(server.send(&with(100)).await.status, 200);
    assert_eq!(server.send(&with(101)).await.status, 431);
}

#[test]
fn a_bound_on_heads_that_is_none_is_refused() {
    use mcp_runtime::prelude::*;
    let server = || server!().state(std::sync::Arc::<crate::tools::Gate>::default());
    for bytes in [0, 1023, (1 << 20) + 1, usize::MAX] {
        let refused = server().max_header_bytes(bytes).build().err().expect("a refusal");
        assert!(refused.to_string().contains("from 1024 (1 KiB) to 1048576 (1 MiB)"), "{refused}");
    }
    for bytes in [1024, 1 << 20] {
        assert!(server().max_header_bytes(bytes).build().is_ok(), "{bytes}");
    }
}

#[tokio::test]
async fn a_peer_has_so_many_connections_and_no_more() {
    let server = Running::start_with(|server| server.max_connections_per_peer(2)).await;
    let mut first = server.connect().await;
    let mut second = server.connect().await;
    for connection in [&mut first, &mut second] {
        connection.send(&discover()).await;
        assert_eq!(connection.response().await.status, 200);
    }
    let mut third = server.connect().await;
    third.closes().await;
    // Others are not concerned.
    let mut other = Connection::open_from("127.0.0.2", server.address).await;
    other.send(&discover()).await;
    assert_eq!(other.response().await.status, 200);
    // A place is free once its connection is closed on both sides.
    drop(first);
    let mut next = until("the place is free", async || {
        let mut next = server.connect().await;
        (!next.is_closed().await).then_some(next)
    })
    .await;
    next.send(&discover()).await;
    assert_eq!(next.response().await.status, 200);
    second.send(&discover()).await;
    assert_eq!(second.response().await.status, 200);
}

#[tokio::test]
async fn bodies_that_arrive_slowly_share_bounded_memory() {
    let server = Running::start_with(|server| server.max_body_memory(1500)).await;
    let request = Request { body: [b' '; 1000].to_vec(), ..discover() };
    let mut first = server.connect().await;
    first.send_most(&request).await;
    let mut slow = server.connect().await;
    slow.send_slowly(&request).await;
    let refused = slow.response().await;
    assert_eq!((refused.status, refused.get("retry-after")), (503, Some("1")));
    // What comes in one piece is not kept, and what is done gives room.
    assert_eq!(server.send(&discover()).await.status, 200);
    first.write(b" ").await;
    assert_eq!(first.response().await.status, 400);
    let mut slow = server.connect().await;
    slow.send_slowly(&request).await;
    assert_eq!(slow.response().await.status, 400);
}

#[tokio::test]
async fn a_peer_has_so_many_streams_and_no_more() {
    let server = Running::start_with(|server| server.max_idle_streams_per_peer(1)).await;
    let session = initialize(&server, "2025-11-25").await;
    let listen = Request::post("").verb("GET").header("Mcp-Session-Id", &session);
    let mut first = server.connect().await;
    first.send(&listen).await;
    assert_eq!(first.head().await.status, 200);
    assert_eq!(server.send(&listen).await.status, 503);
    let mut other = Connection::open_from("127.0.0.2", server.address).await;
    other.send(&listen).await;
    assert_eq!(other.head().await.status, 200);
}
