//! Calls that say more at once than is kept for a client that left.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use mcp_runtime::prelude::*;
use serde_json::Value;

use crate::http::{Client, event, message, primed};
use crate::questions::{Seat, answer, row, text};
use crate::resuming::resume;
use crate::support::settle;
use crate::tools::{Gate, reached};

/// More than a log keeps, and less than a queue has room for.
const MANY: u32 = 200;

fn say_much(ctx: &Context) {
    for number in 0..MANY {
        ctx.log(LogLevel::Error, number);
    }
}

/// Says much at once, and ends.
#[mcp_tool]
async fn burst(ctx: Context, State(gate): State<Arc<Gate>>) -> &'static str {
    ctx.log(LogLevel::Error, "before");
    gate.started.fetch_add(1, Ordering::SeqCst);
    gate.open.notified().await;
    say_much(&ctx);
    "done"
}

/// Hangs up, and then asks and says much at once.
#[mcp_tool]
async fn ask_in_burst(ctx: Context, State(gate): State<Arc<Gate>>) -> Result<String, CallError> {
    ctx.close_stream(Duration::from_secs(1));
    gate.started.fetch_add(1, Ordering::SeqCst);
    gate.open.notified().await;
    let asked = async { ctx.elicit::<Seat>("Which row?").await };
    let saying = async {
        say_much(&ctx);
        gate.finished.fetch_add(1, Ordering::SeqCst);
    };
    let (seat, ()) = tokio::join!(asked, saying);
    Ok(format!("row {}", seat?.accepted().map_or(0, |seat| seat.row)))
}

fn numbers(messages: &[Value]) -> Vec<u64> {
    messages.iter().filter_map(|message| message["params"]["data"].as_u64()).collect()
}

#[tokio::test]
async fn a_client_that_is_there_gets_all_that_was_said_before_the_answer() {
    let client = Client::open("2025-11-25").await;
    let mut stream = client.begin("burst").await;
    primed(&mut stream).await;
    assert_eq!(message(&mut stream).await["params"]["data"], "before");
    client.server.gate.open.notify_waiters();
    let mut said = Vec::new();
    let done = loop {
        let message = message(&mut stream).await;
        if message["id"] == 1 {
            break message;
        }
        said.push(message);
    };
    assert_eq!(numbers(&said), (0..u64::from(MANY)).collect::<Vec<_>>());
    assert_eq!(text(&done), "done");
}

/// Begins a call that hangs up; the event to come back to.
async fn hung_up(client: &Client) -> String {
    let mut stream = client.begin("ask_in_burst").await;
    let id = primed(&mut stream).await;
    while stream.chunk().await.is_some() {}
    reached(&client.server.gate.started, 1).await;
    id
}

#[tokio::test]
async fn a_client_that_came_back_gets_all_that_is_said_at_once() {
    let client = Client::open("2025-11-25").await;
    let id = hung_up(&client).await;
    let mut back = resume(&client, &id).await;
    assert_eq!(back.chunk().await.as_deref(), Some(":\n\n"), "it follows");
    client.server.gate.open.notify_waiters();
    let asked = message(&mut back).await;
    assert_eq!(asked["method"], "elicitation/create");
    let mut said = Vec::new();
    while said.len() < MANY as usize {
        said.push(message(&mut back).await);
    }
    assert_eq!(numbers(&said), (0..u64::from(MANY)).collect::<Vec<_>>());
    assert_eq!(client.send(&answer(&asked, &row(7))).await.status, 202);
    assert_eq!(text(&message(&mut back).await), "row 7");
}

#[tokio::test]
async fn a_question_is_kept_for_a_client_that_is_not_there_whatever_is_said_after_it() {
    let client = Client::open("2025-11-25").await;
    let id = hung_up(&client).await;
    client.server.gate.open.notify_waiters();
    reached(&client.server.gate.finished, 1).await;
    // One message a turn.
    for _ in 0..MANY / 50 {
        settle().await;
    }
    let mut back = resume(&client, &id).await;
    let (last, asked) = event(&mut back).await;
    let asked = asked.expect("a message");
    assert_eq!(asked["method"], "elicitation/create");
    assert!(last.unwrap().ends_with("-1"), "the first that there was");
    let mut said = vec![message(&mut back).await];
    while said.last().is_some_and(|last| last["params"]["data"] != MANY - 1) {
        said.push(message(&mut back).await);
    }
    assert!(said.len() <= 64, "{} are kept", said.len());
    assert_eq!(client.send(&answer(&asked, &row(7))).await.status, 202);
    assert_eq!(text(&message(&mut back).await), "row 7");
}
