use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;
use tokio::time::timeout;

use crate::support::{Gate, benches, benches_with};

#[mcp_tool(timeout = "3s", concurrency = 1, queue = 1, queue_timeout = "2s")]
async fn narrow(State(gate): State<Arc<Gate>>, ctx: Context) -> String {
    let remaining = ctx.remaining();
    gate.pass().await;
    format!("{} ms left", remaining.as_millis())
}

/// What the thread of `pinned` waits for.
static RELEASE: Mutex<Option<Sender<()>>> = Mutex::new(None);

#[mcp_tool(timeout = "1s", concurrency = 1, queue = 0)]
fn pinned() {
    let (release, released) = channel();
    *RELEASE.lock().expect("no panic") = Some(release);
    released.recv_timeout(Duration::from_secs(10)).expect("the test releases it");
}

#[mcp_tool]
async fn unlimited(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[tokio::test]
async fn the_deadline_of_a_handler_begins_with_it() {
    for bench in benches().await {
        let first = bench.start("narrow").await;
        let mut second = bench.start("narrow").await;
        bench.advance(1_900).await;
        bench.gate.open();
        first.outcome().await.assert_text("3000 ms left");
        bench.advance(2_999).await;
        assert!(!second.is_answered(), "3 s since it began, not since it came");
        bench.advance(1).await;
        second.outcome().await.assert_error("TIMEOUT");

        let first = bench.start("narrow").await;
        let second = bench.start("narrow").await;
        bench.advance(1_000).await;
        bench.gate.open();
        first.outcome().await.assert_ok();
        bench.gate.open();
        second.outcome().await.assert_text("3000 ms left");
    }
}

#[tokio::test]
async fn a_turn_comes_back_however_its_call_ends() {
    for bench in benches().await {
        let call = bench.start("narrow").await;
        bench.advance(3_000).await;
        call.outcome().await.assert_error("TIMEOUT");
        let call = bench.start("narrow").await;
        bench.cancel(call).await;
        assert_eq!(bench.gate.dropped(), 2);
        let call = bench.start("narrow").await;
        bench.gate.open();
        call.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn the_whole_server_has_a_limit_too() {
    for bench in benches_with(|server| server.max_concurrency(2, 1), |client| client).await {
        let first = bench.start("unlimited").await;
        let second = bench.start("narrow").await;
        // It holds the turn of its tool, and waits for one of the server.
        let mut third = bench.start("no_queue").await;
        let refused = bench.call("unlimited").await;
        let message = &refused.assert_error("OVERLOADED")["message"];
        assert!(message.as_str().is_some_and(|text| text.contains("this server")), "{message}");
        assert_eq!(bench.gate.started(), 2);
        bench.cancel(first).await;
        bench.settle().await;
        assert_eq!(bench.gate.started(), 3);
        assert!(!third.is_answered());
        bench.gate.open();
        bench.gate.open();
        second.outcome().await.assert_ok();
        third.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn how_long_to_wait_for_a_turn_can_be_said_before_and_after() {
    let second = Duration::from_secs(1);
    for before in [true, false] {
        let set_up = |server: ServerBuilder| {
            if before {
                server.default_queue_timeout(second).max_concurrency(1, 1)
            } else {
                server.max_concurrency(1, 1).default_queue_timeout(second)
            }
        };
        for bench in benches_with(set_up, |client| client).await {
            let running = bench.start("unlimited").await;
            let mut waiting = bench.start("unlimited").await;
            bench.advance(999).await;
            assert!(!waiting.is_answered());
            bench.advance(1).await;
            waiting.outcome().await.assert_error("OVERLOADED");
            bench.gate.open();
            running.outcome().await.assert_ok();
        }
    }
}

#[tokio::test]
async fn a_thread_that_goes_on_keeps_its_turn() {
    for bench in benches().await {
        let call = bench.start("pinned").await;
        bench.advance(1_000).await;
        call.outcome().await.assert_error("TIMEOUT");
        bench.call("pinned").await.assert_error("OVERLOADED");
        RELEASE.lock().expect("no panic").take().expect("it runs").send(()).expect("it waits");
        // The turn comes back when the thread ends, which may take a moment.
        let waiting = async {
            loop {
                let mut call = bench.start("pinned").await;
                if !call.is_answered() {
                    return call;
                }
                call.outcome().await.assert_error("OVERLOADED");
            }
        };
        let call = timeout(Duration::from_secs(10), waiting).await.expect("it comes back");
        let running = async {
            loop {
                if let Some(release) = RELEASE.lock().expect("no panic").take() {
                    return release;
                }
                tokio::task::yield_now().await;
            }
        };
        let release = timeout(Duration::from_secs(10), running).await.expect("it runs");
        release.send(()).expect("it waits");
        call.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn retry_after_learns_how_long_calls_take() {
    for bench in benches().await {
        let call = bench.start("narrow").await;
        bench.advance(800).await;
        bench.gate.open();
        call.outcome().await.assert_ok();
        let calls = [bench.start("narrow").await, bench.start("narrow").await];
        let refused = bench.call("narrow").await;
        // One that runs, one that waits.
        assert_eq!(refused.assert_error("OVERLOADED")["retryAfter"], 1.6);
        drop(calls);
    }
}
