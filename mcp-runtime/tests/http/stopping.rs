//! The way to the end, with a clock that stands still.

use std::time::Duration;

use mcp_runtime::Error;
use serde_json::json;

use crate::support::{Request, Running};
use crate::tools::reached;

fn get(path: &str) -> (String, Request) {
    (path.to_owned(), Request::post("").verb("GET"))
}

async fn status(server: &Running, path: &str) -> u16 {
    let mut connection = server.connect().await;
    let (path, request) = get(path);
    connection.send_to(&path, &request).await;
    connection.response().await.status
}

#[tokio::test]
async fn not_ready_comes_first_and_calls_go_on_until_the_delay_is_over() {
    let delay = Duration::from_secs(20);
    let mut server = Running::start_with(|server| server.shutdown_delay(delay)).await;
    assert_eq!(status(&server, "/readyz").await, 200);
    let mut kept = server.connect().await;
    server.stop();
    while status(&server, "/readyz").await == 200 {
        tokio::task::yield_now().await;
    }
    assert_eq!(status(&server, "/livez").await, 200);
    let add = json!({"name": "add", "arguments": {"a": 1, "b": 2}});
    assert_eq!(server.modern("tools/call", add.clone()).await.status, 200);
    server.clock.advance(Duration::from_millis(19_999));
    kept.send(&Request::modern("tools/call", add)).await;
    assert_eq!(kept.response().await.status, 200, "new calls are served to the last moment");
    assert!(!server.has_stopped());
    server.clock.advance(Duration::from_millis(1));
    kept.closes().await;
    server.ended().await.expect("nothing was cut off");
}

#[tokio::test]
async fn what_is_cut_off_is_counted() {
    for cut_off in [0, 2] {
        let mut server = Running::start().await;
        let wait = json!({"name": "wait", "arguments": {}});
        let mut connections = Vec::new();
        for _ in 0..2 {
            let mut connection = server.connect().await;
            connection.send(&Request::modern("tools/call", wait.clone())).await;
            connections.push(connection);
        }
        reached(&server.gate.started, 2).await;
        server.stop();
        while status_or_closed(&server).await {
            tokio::task::yield_now().await;
        }
        if cut_off == 0 {
            server.gate.open.notify_waiters();
        } else {
            server.clock.advance(Duration::from_secs(10));
        }
        for connection in &mut connections {
            let body = connection.response().await.body;
            assert_eq!(body.contains("SHUTTING_DOWN"), cut_off > 0, "{body}");
        }
        match server.ended().await {
            Ok(()) => assert_eq!(cut_off, 0),
            Err(Error::CutOff { calls }) => assert_eq!(calls, cut_off),
            Err(other) => panic!("{other}"),
        }
    }
}

/// Whether the server still accepts.
async fn status_or_closed(server: &Running) -> bool {
    tokio::net::TcpStream::connect(server.address).await.is_ok()
}
