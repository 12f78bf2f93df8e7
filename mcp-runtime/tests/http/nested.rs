//! The endpoint in an axum application of the user's.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use mcp_runtime::axum::{self, Router, routing::get};
use mcp_runtime::prelude::*;
use mcp_runtime::testing::ManualClock;
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::{Connection, Request};
use crate::tools::{Gate, reached};

struct Application {
    address: SocketAddr,
    gate: Arc<Gate>,
    clock: ManualClock,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

async fn start() -> Application {
    let (gate, clock) = (Arc::<Gate>::default(), ManualClock::new());
    let server = server!().state(Arc::clone(&gate)).clock(clock.clone()).build().unwrap();
    let (router, shutdown) = server.into_router().unwrap();
    let app = Router::new().nest("/tools", router).route("/hello", get(|| async { "hello" }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        let _ = stopped.await;
        shutdown.begin();
    });
    let serving = tokio::spawn(async move { serving.await });
    Application { address, gate, clock, stop, serving }
}

#[tokio::test]
async fn the_endpoint_nests_in_an_axum_application() {
    let app = start().await;
    let mut connection = Connection::open(app.address).await;
    connection.send_to("/tools/mcp", &Request::modern("server/discover", json!({}))).await;
    let response = connection.response().await;
    assert_eq!(response.status, 200);
    assert_eq!(response.json()["result"]["resultType"], "complete");
    connection.send_to("/hello", &Request::post("").verb("GET")).await;
    assert_eq!(connection.response().await.body, "hello");
}

#[tokio::test]
async fn an_application_that_stops_ends_streams_and_calls() {
    let app = start().await;
    let mut listening = Connection::open(app.address).await;
    let initialize = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"},
    }});
    listening.send_to("/tools/mcp", &Request::post(initialize.to_string())).await;
    let agreed = listening.response().await;
    let session = agreed.get("mcp-session-id").expect("a session");
    let listen = Request::post("").verb("GET").header("Mcp-Session-Id", session);
    listening.send_to("/tools/mcp", &listen).await;
    assert_eq!(listening.head().await.status, 200);
    assert_eq!(listening.chunk().await.as_deref(), Some(":\n\n"));

    let wait = json!({"name": "wait", "arguments": {}});
    let mut calling = Connection::open(app.address).await;
    calling.send_to("/tools/mcp", &Request::modern("tools/call", wait)).await;
    reached(&app.gate.started, 1).await;

    app.stop.send(()).unwrap();
    assert_eq!(listening.chunk().await, None);
    assert!(!app.serving.is_finished());
    // The drain time begins in a task of its own.
    tokio::time::sleep(Duration::from_millis(50)).await;
    app.clock.advance(Duration::from_secs(10));
    assert!(calling.response().await.body.contains("SHUTTING_DOWN"));
    let stopped = tokio::time::timeout(Duration::from_secs(10), app.serving).await;
    stopped.expect("nothing is left to wait for").unwrap().unwrap();
}

/// They are not the process: whoever reads the ledger has to see that nobody
/// knows who they are.
#[tokio::test]
async fn callers_of_whom_the_application_tells_nothing_are_unknown() {
    let app = start().await;
    let mut connection = Connection::open(app.address).await;
    let call = Request::modern("tools/call", json!({"name": "who", "arguments": {}}));
    connection.send_to("/tools/mcp", &call).await;
    assert_eq!(connection.response().await.json()["result"]["content"][0]["text"], "unknown");
}
