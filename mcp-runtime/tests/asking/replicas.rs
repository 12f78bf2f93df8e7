//! Two processes of one server behind a proxy that sends each request to the
//! next of them.

use serde_json::json;

use crate::http::{Client, message, post, primed, session};
use crate::questions::{answer, call, row, said, text};
use crate::support::{Request, Running};

#[tokio::test]
async fn an_answer_that_reaches_another_process_is_refused_and_not_lost() {
    let client = Client::open("2025-11-25").await;
    let other = Running::start_with(|server| server.state(client.runs.clone())).await;
    let mut stream = client.begin("book").await;
    primed(&mut stream).await;
    let asked = message(&mut stream).await;
    let misdirected = other.send(&post(&client.session, &answer(&asked, &row(7)))).await;
    assert_eq!(misdirected.status, 421);
    assert!(misdirected.body.contains("the same process"), "{}", misdirected.body);
    // The session is still one there, and the question still open here.
    let ping = json!({"jsonrpc": "2.0", "id": 1, "method": "ping"});
    assert_eq!(other.send(&post(&client.session, &ping)).await.status, 200);
    assert_eq!(client.send(&answer(&asked, &row(7))).await.status, 202);
    assert_eq!(client.send(&answer(&message(&mut stream).await, &said("Hi"))).await.status, 202);
    assert_eq!(text(&message(&mut stream).await), "run 1, row 7, Hi");
}

#[tokio::test]
async fn a_stream_is_of_the_process_that_began_it() {
    let client = Client::open("2025-11-25").await;
    let other = Running::start_with(|server| server.state(client.runs.clone())).await;
    let mut stream = client.begin("book").await;
    let id = primed(&mut stream).await;
    let resume = Request::post("").verb("GET").header("Mcp-Session-Id", &client.session);
    assert_eq!(other.send(&resume.clone().header("Last-Event-ID", &id)).await.status, 421);
    let stranger = session(&client.server, "2025-11-25").await;
    let theirs = resume.clone().header("Mcp-Session-Id", &stranger).header("Last-Event-ID", &id);
    assert_eq!(client.server.send(&theirs).await.status, 410);
    let odd = resume.header("Last-Event-ID", "7");
    assert_eq!(client.server.send(&odd).await.status, 400);
    // Nothing of that has disturbed the stream.
    let asked = message(&mut stream).await;
    let refusal = json!({ "action": "decline" });
    assert_eq!(client.send(&answer(&asked, &refusal)).await.status, 202);
    assert_eq!(text(&message(&mut stream).await), "declined");
    assert_eq!(client.send(&call(2, "add")).await.status, 200);
}
