//! Clients that hold a connection and do nothing with it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::support::{Connection, Request, Running};
use crate::tools::reached;

fn call(name: &str) -> Request {
    let meta = json!({"progressToken": "t"});
    Request::modern("tools/call", json!({"name": name, "arguments": {}, "_meta": meta}))
}

/// Moves the clock on until a counter moves, after half a minute or more but
/// less than two. When the server starts to wait is the kernel's choice.
async fn in_time(server: &Running, counter: &AtomicUsize, value: usize) {
    for second in 1..=110 {
        server.clock.advance(Duration::from_secs(1));
        tokio::time::sleep(Duration::from_millis(10)).await;
        if counter.load(Ordering::SeqCst) >= value {
            return assert!(second >= 30, "given up after {second} s");
        }
    }
    panic!("nothing happened");
}

#[tokio::test]
async fn a_stream_that_is_not_read_does_not_outlive_its_call() {
    let server = Running::start().await;
    let mut client = Connection::narrow(server.address).await;
    client.send(&call("flood")).await;
    reached(&server.gate.started, 1).await;
    in_time(&server, &server.gate.dropped, 1).await;
}

/// The only connection is taken; another client is served once it is given up.
async fn gives_way(server: &Running) {
    let mut next = server.connect().await;
    next.send(&call("add")).await;
    let answered = AtomicUsize::new(0);
    let answer = async {
        assert_eq!(next.response().await.status, 200);
        answered.store(1, Ordering::SeqCst);
    };
    tokio::join!(answer, in_time(server, &answered, 1));
}

#[tokio::test]
async fn an_answer_that_is_not_read_gives_up_its_connection() {
    let server = Running::start_with(|server| server.max_connections(1)).await;
    let mut client = Connection::narrow(server.address).await;
    client.send(&call("large")).await;
    reached(&server.gate.started, 1).await;
    gives_way(&server).await;
}

#[tokio::test]
async fn a_connection_without_a_request_is_given_up() {
    let server = Running::start_with(|server| server.max_connections(1)).await;
    let _silent = server.connect().await;
    gives_way(&server).await;
}
