//! Streams that end before their calls do, and clients that come back.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use mcp_runtime::prelude::*;
use serde_json::json;

use crate::http::{Client, event, message, primed};
use crate::questions::{Runs, answer, row, said, text};
use crate::support::{Connection, Request, Running};
use crate::tools::{Gate, reached};

/// Hangs up, goes on, and says more.
#[mcp_tool]
async fn hang_up(ctx: Context, State(gate): State<Arc<Gate>>) -> &'static str {
    ctx.log(LogLevel::Error, "before");
    ctx.close_stream(Duration::from_millis(1_500));
    gate.started.fetch_add(1, Ordering::SeqCst);
    gate.open.notified().await;
    ctx.log(LogLevel::Error, "after");
    gate.finished.fetch_add(1, Ordering::SeqCst);
    gate.open.notified().await;
    "done"
}

pub(crate) async fn resume(client: &Client, last: &str) -> Connection {
    let mut connection = client.server.connect().await;
    let get = Request::post("").verb("GET").header("Mcp-Session-Id", &client.session);
    connection.send(&get.header("Last-Event-ID", last)).await;
    let head = connection.head().await;
    assert_eq!((head.status, head.get("content-type")), (200, Some("text/event-stream")));
    connection
}

#[tokio::test]
async fn a_client_that_is_hung_up_on_comes_back_for_the_rest() {
    let client = Client::open("2025-11-25").await;
    let gate = &client.server.gate;
    let mut stream = client.begin("hang_up").await;
    let first = primed(&mut stream).await;
    let (id, before) = event(&mut stream).await;
    assert_eq!(before.unwrap()["params"]["data"], "before");
    assert_eq!(stream.chunk().await.as_deref(), Some("retry: 1500\n\n"));
    assert_eq!(stream.chunk().await, None);
    reached(&gate.started, 1).await;

    gate.open.notify_waiters();
    reached(&gate.finished, 1).await;
    let mut back = resume(&client, &id.unwrap()).await;
    assert_eq!(message(&mut back).await["params"]["data"], "after");
    gate.open.notify_waiters();
    let (last, done) = event(&mut back).await;
    assert_eq!(text(&done.unwrap()), "done");
    assert_eq!(back.chunk().await, None);

    // What was said is kept for a while, for a client that lost it again.
    let mut again = resume(&client, &first).await;
    for data in ["before", "after"] {
        assert_eq!(message(&mut again).await["params"]["data"], data);
    }
    assert_eq!(text(&message(&mut again).await), "done");
    assert_eq!(again.chunk().await, None);
    let mut nothing = resume(&client, &last.unwrap()).await;
    assert_eq!(nothing.chunk().await, None);
    client.server.clock.advance(Duration::from_mins(5));
    let get = Request::post("").verb("GET").header("Mcp-Session-Id", &client.session);
    assert_eq!(client.server.send(&get.header("Last-Event-ID", &first)).await.status, 410);
}

#[tokio::test]
async fn a_client_whose_connection_broke_answers_and_comes_back() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("book").await;
    let id = primed(&mut stream).await;
    let asked = message(&mut stream).await;
    drop(stream);
    let mut back = resume(&client, &id).await;
    assert_eq!(message(&mut back).await, asked, "the same question, not another one");
    assert_eq!(client.send(&answer(&asked, &row(7))).await.status, 202);
    let next = message(&mut back).await;
    assert_eq!(client.send(&answer(&next, &said("Hi"))).await.status, 202);
    assert_eq!(text(&message(&mut back).await), "run 1, row 7, Hi");
    assert_eq!(back.chunk().await, None);
}

#[tokio::test]
async fn a_stream_goes_out_on_the_connection_that_came_last() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("book").await;
    let id = primed(&mut stream).await;
    let asked = message(&mut stream).await;
    let mut second = resume(&client, &id).await;
    assert_eq!(stream.chunk().await, None);
    assert_eq!(message(&mut second).await, asked);
    let mut third = resume(&client, &id).await;
    assert_eq!(second.chunk().await, None);
    assert_eq!(message(&mut third).await, asked);
    assert_eq!(client.send(&answer(&asked, &json!({ "action": "decline" }))).await.status, 202);
    assert_eq!(text(&message(&mut third).await), "declined");
}

#[tokio::test]
async fn streams_of_older_revisions_are_neither_primed_nor_hung_up() {
    let client = Client::open("2025-06-18").await;
    let gate = &client.server.gate;
    let mut stream = client.begin("hang_up").await;
    let (id, before) = event(&mut stream).await;
    assert_eq!(before.unwrap()["params"]["data"], "before");
    gate.open.notify_waiters();
    assert_eq!(message(&mut stream).await["params"]["data"], "after");
    // But a client may come back to them.
    drop(stream);
    let mut back = resume(&client, &id.unwrap()).await;
    assert_eq!(message(&mut back).await["params"]["data"], "after");
    gate.open.notify_waiters();
    assert_eq!(text(&message(&mut back).await), "done");
}

#[tokio::test]
async fn a_call_keeps_its_connection_where_there_is_no_room_without() {
    let runs = Runs::default();
    let state = runs.clone();
    let server = Running::start_with(|server| server.state(state).max_detached_calls(1)).await;
    let session = crate::http::session(&server, "2025-11-25").await;
    let client = Client { server, session, runs };
    let gate = &client.server.gate;
    let mut gone = client.begin("hang_up").await;
    primed(&mut gone).await;
    message(&mut gone).await;
    assert_eq!(gone.chunk().await.as_deref(), Some("retry: 1500\n\n"));
    let mut stays = client.begin("hang_up").await;
    primed(&mut stays).await;
    message(&mut stays).await;
    reached(&gate.started, 2).await;
    gate.open.notify_waiters();
    assert_eq!(message(&mut stays).await["params"]["data"], "after");
    gate.open.notify_waiters();
    assert_eq!(text(&message(&mut stays).await), "done");
}

#[tokio::test]
async fn a_call_that_is_followed_is_told_that_the_server_stops() {
    let mut client = Client::open("2025-11-25").await;
    let mut stream = client.begin("hang_up").await;
    let id = primed(&mut stream).await;
    while stream.chunk().await.is_some() {}
    let mut back = resume(&client, &id).await;
    message(&mut back).await;
    client.server.stop();
    let clock = client.server.clock.clone();
    let done = async {
        loop {
            let chunk = back.chunk().await.expect("the answer");
            if chunk.contains("SHUTTING_DOWN") {
                return;
            }
        }
    };
    let advancing = async {
        loop {
            clock.advance(Duration::from_secs(1));
            tokio::task::yield_now().await;
        }
    };
    tokio::select! { () = done => {}, () = advancing => {} }
}

#[tokio::test]
async fn a_session_that_ends_forgets_its_streams() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("hang_up").await;
    let id = primed(&mut stream).await;
    while stream.chunk().await.is_some() {}
    let delete = Request::post("").verb("DELETE").header("Mcp-Session-Id", &client.session);
    assert_eq!(client.server.send(&delete).await.status, 204);
    let get = Request::post("").verb("GET").header("Mcp-Session-Id", &client.session);
    assert_eq!(client.server.send(&get.header("Last-Event-ID", &id)).await.status, 404);
}
