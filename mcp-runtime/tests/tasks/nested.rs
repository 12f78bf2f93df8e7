//! The end of an application that the endpoint is nested in.

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use mcp_runtime::axum::{self, Router};
use mcp_runtime::testing::ManualClock;
use mcp_runtime::{Error, Shutdown, server, tools};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::jobs::{self, Door};
use crate::support::{Connection, Request, settle, until};

struct Application {
    door: Door,
    clock: ManualClock,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    shutdown: Shutdown,
}

/// With one task that works.
async fn start() -> Application {
    let (door, clock) = (Door::default(), ManualClock::new());
    let server = server!().tools(tools![jobs::job]).state(door.clone()).clock(clock.clone());
    let (router, shutdown) = server.build().unwrap().into_router().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let beginning = shutdown.clone();
    let app = Router::new().nest("/tools", router);
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = stopped.await;
        beginning.begin();
    });
    let serving = tokio::spawn(async move { serving.await });
    let tasks = json!({ "extensions": { "io.modelcontextprotocol/tasks": {} } });
    let call = Request::modern(
        "tools/call",
        json!({ "name": "job", "arguments": {},
        "_meta": { "io.modelcontextprotocol/clientCapabilities": tasks } }),
    );
    let mut connection = Connection::open(address).await;
    connection.send_to("/tools/mcp", &call).await;
    assert_eq!(connection.response().await.json()["result"]["resultType"], "task");
    Application { door, clock, address, stop, serving, shutdown }
}

async fn served(serving: JoinHandle<std::io::Result<()>>) {
    let served = tokio::time::timeout(Duration::from_secs(10), serving).await;
    served.expect("no request is open").unwrap().unwrap();
}

#[tokio::test]
async fn an_application_can_wait_for_tasks() {
    let app = start().await;
    app.stop.send(()).unwrap();
    served(app.serving).await;
    let mut ended = std::pin::pin!(app.shutdown.ended());
    tokio::select! {
        biased;
        ended = &mut ended => panic!("a task runs: {ended:?}"),
        () = settle() => {}
    }
    app.door.open();
    let ended = tokio::time::timeout(Duration::from_secs(10), ended).await;
    ended.expect("nothing runs any more").expect("nothing was cut off");
    assert_eq!(app.door.left.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn and_waits_no_longer_than_for_its_calls() {
    let app = start().await;
    app.stop.send(()).unwrap();
    served(app.serving).await;
    settle().await;
    app.clock.advance(Duration::from_secs(10));
    let ended = tokio::time::timeout(Duration::from_secs(10), app.shutdown.ended()).await;
    let ended = ended.expect("the drain is over");
    assert!(matches!(ended, Err(Error::CutOff { calls: 1 })), "{ended:?}");
    assert_eq!(app.door.left.load(Ordering::Relaxed), 1, "it was dropped");
}

#[tokio::test]
async fn whoever_waits_for_its_end_has_begun_it() {
    let app = start().await;
    app.door.open();
    let ended = tokio::time::timeout(Duration::from_secs(10), app.shutdown.ended()).await;
    ended.expect("it ends").expect("nothing was cut off");
}

#[tokio::test]
async fn a_client_that_leaves_meanwhile_stops_nothing() {
    let app = start().await;
    let mut first = Connection::open(app.address).await;
    let hello = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": { "name": "old", "version": "1" } } });
    first.send_to("/tools/mcp", &Request::post(hello.to_string())).await;
    let agreed = first.response().await;
    let session = agreed.get("mcp-session-id").expect("a session");
    let mut second = Connection::open(app.address).await;
    for (id, connection) in [(1, &mut first), (2, &mut second)] {
        let call = json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call",
            "params": { "name": "job", "arguments": {} } });
        let call = Request::post(call.to_string()).header("Mcp-Session-Id", session);
        connection.send_to("/tools/mcp", &call).await;
    }
    let both = async || {
        settle().await;
        (app.door.entered() == 3).then_some(())
    };
    until("both run", both).await;
    drop(first);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut ended = std::pin::pin!(app.shutdown.ended());
    tokio::select! {
        biased;
        ended = &mut ended => panic!("they run: {ended:?}"),
        () = settle() => {}
    }
    drop(second);
    tokio::select! {
        biased;
        ended = &mut ended => panic!("they run: {ended:?}"),
        () = tokio::time::sleep(Duration::from_millis(50)) => {}
    }
    assert_eq!(app.door.left.load(Ordering::Relaxed), 0, "it was cancelled");
    (0..3).for_each(|_| app.door.open());
    let ended = tokio::time::timeout(Duration::from_secs(10), ended).await;
    ended.expect("nothing runs any more").expect("nothing was cut off");
    assert_eq!(app.door.left.load(Ordering::Relaxed), 3);
}
