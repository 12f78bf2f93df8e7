//! Clients that leave before there is a stream that they could come back to.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use mcp_runtime::prelude::*;

use crate::http::Client;
use crate::questions::{Runs, Seat, call};
use crate::support::settle;
use crate::tools::{Gate, reached};

/// Asks once the test lets it, and counts where it is told that nobody is there.
#[mcp_tool]
async fn ask_later(
    ctx: Context,
    State(gate): State<Arc<Gate>>,
    State(runs): State<Runs>,
) -> Result<String, CallError> {
    gate.started.fetch_add(1, Ordering::SeqCst);
    gate.open.notified().await;
    for _ in 0..2 {
        let asked = ctx.elicit::<Seat>("Which row?").await;
        if asked.is_err_and(|error| error.code() == "CANCELLED") {
            runs.add();
        }
    }
    gate.finished.fetch_add(1, Ordering::SeqCst);
    Ok("asked".to_owned())
}

#[tokio::test]
async fn a_client_that_left_before_its_stream_began_is_not_waited_for() {
    let client = Client::open("2025-11-25").await;
    let gate = &client.server.gate;
    let mut gone = client.server.connect().await;
    gone.send(&client.post(&call(1, "ask_later"))).await;
    reached(&gate.started, 1).await;
    drop(gone);
    settle().await;
    gate.open.notify_waiters();
    // The clock stands still.
    reached(&gate.finished, 1).await;
    assert_eq!(client.runs.get(), 2);
}
