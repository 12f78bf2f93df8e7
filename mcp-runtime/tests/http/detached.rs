//! Calls of the handshake era whose clients have left.

use std::sync::atomic::Ordering;
use std::time::Duration;

use serde_json::json;

use crate::legacy::{call, initialize, post};
use crate::support::Running;
use crate::tools::reached;

#[tokio::test]
async fn a_disconnect_does_not_cancel_but_a_notification_does() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    let mut gone = server.connect().await;
    gone.send(&post(&session, &call(1, "wait", &json!({})))).await;
    reached(&server.gate.started, 1).await;
    drop(gone);

    let mut waiting = server.connect().await;
    waiting.send(&post(&session, &call(2, "wait", &json!({})))).await;
    reached(&server.gate.started, 2).await;
    let cancel =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 2}});
    let stranger = initialize(&server, "2025-11-25").await;
    assert_eq!(server.send(&post(&stranger, &cancel)).await.status, 202);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.gate.dropped.load(Ordering::SeqCst), 0, "another session's id 2");
    assert_eq!(server.send(&post(&session, &cancel)).await.status, 202);
    let ended = waiting.response().await;
    assert_eq!((ended.get("content-type"), &*ended.body), (Some("text/event-stream"), ":\n\n"));
    reached(&server.gate.dropped, 1).await;

    let mut gone = server.connect().await;
    gone.send(&post(&session, &call(3, "wait", &json!({})))).await;
    reached(&server.gate.started, 3).await;
    drop(gone);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let cancel =
        json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 3}});
    assert_eq!(server.send(&post(&session, &cancel)).await.status, 202);
    reached(&server.gate.dropped, 2).await;

    server.gate.open.notify_waiters();
    reached(&server.gate.finished, 1).await;
}

#[tokio::test]
async fn calls_whose_clients_left_are_bounded() {
    let server = Running::start_with(|server| server.max_detached_calls(1)).await;
    let session = initialize(&server, "2025-11-25").await;
    for id in 1..=2 {
        let mut gone = server.connect().await;
        gone.send(&post(&session, &call(id, "wait", &json!({})))).await;
        reached(&server.gate.started, id as usize).await;
        drop(gone);
    }
    reached(&server.gate.dropped, 1).await;
    server.gate.open.notify_waiters();
    reached(&server.gate.finished, 1).await;

    // There is room again.
    let mut gone = server.connect().await;
    gone.send(&post(&session, &call(3, "wait", &json!({})))).await;
    reached(&server.gate.started, 3).await;
    drop(gone);
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.gate.open.notify_waiters();
    reached(&server.gate.finished, 2).await;
}

#[tokio::test]
async fn a_stopping_server_waits_for_calls_whose_clients_left_as_for_others() {
    for finishes in [true, false] {
        let mut server = Running::start().await;
        let session = initialize(&server, "2025-11-25").await;
        let mut gone = server.connect().await;
        gone.send(&post(&session, &call(1, "wait", &json!({})))).await;
        reached(&server.gate.started, 1).await;
        drop(gone);
        tokio::time::sleep(Duration::from_millis(50)).await;
        server.stop();
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!server.has_stopped());
        if finishes {
            server.gate.open.notify_waiters();
            reached(&server.gate.finished, 1).await;
        } else {
            server.clock.advance(Duration::from_secs(10));
            reached(&server.gate.dropped, 1).await;
        }
        server.stopped().await;
    }
}
