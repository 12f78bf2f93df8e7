use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{Gate, benches};

#[mcp_tool(timeout = "2s")]
async fn plainly(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[mcp_tool(timeout = "2s", read_only)]
async fn reading(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[mcp_tool(timeout = "2s", idempotent)]
async fn idempotently(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[mcp_tool(timeout = "2s", read_only = false, idempotent = false, destructive)]
async fn destroying(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

/// Asks for the deadline, and works on as if there were none.
#[mcp_tool(timeout = "2s")]
async fn heedless(State(gate): State<Arc<Gate>>, ctx: Context) {
    assert_eq!(ctx.remaining().as_millis(), 2_000);
    loop {
        gate.pass().await;
    }
}

static SAW_THE_END: AtomicUsize = AtomicUsize::new(0);

#[mcp_tool(timeout = "2s")]
async fn spawning(State(gate): State<Arc<Gate>>, ctx: Context) {
    let of_the_task = ctx.clone();
    tokio::spawn(async move {
        of_the_task.cancelled().await;
        SAW_THE_END.fetch_add(1, Ordering::SeqCst);
    });
    gate.pass().await;
}

/// How long anything may take before its test fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the blocked threads of `blocking` wait for, and what they find.
struct Threads {
    release: (Sender<()>, Mutex<Receiver<()>>),
    found: (Sender<bool>, Mutex<Receiver<bool>>),
}

static THREADS: LazyLock<Threads> = LazyLock::new(|| {
    let (release, found) = (channel(), channel());
    Threads { release: (release.0, Mutex::new(release.1)), found: (found.0, Mutex::new(found.1)) }
});

#[mcp_tool(timeout = "2s")]
fn blocking(ctx: Context) {
    let before = ctx.is_cancelled();
    THREADS.release.1.lock().expect("no panic").recv_timeout(PATIENCE).expect("released");
    THREADS.found.0.send(!before && ctx.is_cancelled()).expect("never closed");
}

#[tokio::test]
async fn the_deadline_is_exact_and_says_whether_to_repeat() {
    for bench in benches().await {
        for (tool, retryable) in [
            ("plainly", false),
            ("reading", true),
            ("idempotently", true),
            ("destroying", false),
            ("heedless", false),
        ] {
            let dropped = bench.gate.dropped();
            let mut call = bench.start(tool).await;
            bench.advance(1_999).await;
            assert!(!call.is_answered() && bench.gate.dropped() == dropped, "{tool}");
            bench.advance(1).await;
            assert_eq!(bench.gate.dropped(), dropped + 1, "{tool}");
            let outcome = call.outcome().await;
            let error = outcome.assert_error("TIMEOUT");
            assert_eq!(error["retryable"], retryable, "{tool}");
            let action = error["action"].as_str().unwrap_or_default();
            assert_eq!(action.contains("Check the outcome"), !retryable, "{tool}: {action}");
        }
    }
}

#[tokio::test]
async fn a_heedless_handler_that_never_waits_is_dropped_as_well() {
    for bench in benches().await {
        let call = bench.start("heedless").await;
        for _ in 0..10 {
            bench.gate.open();
            bench.settle().await;
        }
        assert!(bench.gate.started() > 10);
        bench.advance(2_000).await;
        call.outcome().await.assert_error("TIMEOUT");
    }
}

#[tokio::test]
async fn what_a_handler_spawned_hears_of_the_end() {
    for (round, bench) in benches().await.into_iter().enumerate() {
        let heard = async |count: usize| {
            let hearing = async {
                while SAW_THE_END.load(Ordering::SeqCst) < count {
                    tokio::task::yield_now().await;
                }
            };
            tokio::time::timeout(PATIENCE, hearing).await.expect("the end is heard of");
        };
        let call = bench.start("spawning").await;
        bench.advance(1_999).await;
        assert_eq!(SAW_THE_END.load(Ordering::SeqCst), round * 3);
        bench.advance(1).await;
        call.outcome().await.assert_error("TIMEOUT");
        heard(round * 3 + 1).await;
        // Also where the caller gave up, and where all went well.
        let call = bench.start("spawning").await;
        bench.cancel(call).await;
        heard(round * 3 + 2).await;
        let call = bench.start("spawning").await;
        bench.gate.open();
        call.outcome().await.assert_ok();
        heard(round * 3 + 3).await;
    }
}

#[tokio::test]
async fn a_blocked_thread_does_not_keep_its_caller() {
    for bench in benches().await {
        let mut call = bench.start("blocking").await;
        bench.advance(1_999).await;
        assert!(!call.is_answered());
        bench.advance(1).await;
        call.outcome().await.assert_error("TIMEOUT");
        // The thread goes on, and can see that nobody waits.
        THREADS.release.0.send(()).expect("never closed");
        let found = THREADS.found.1.lock().expect("no panic").recv_timeout(PATIENCE);
        assert_eq!(found, Ok(true));
    }
}

#[tokio::test]
async fn a_call_that_ends_in_time_hears_no_more_of_its_deadline() {
    for bench in benches().await {
        let call = bench.client.start("plainly", json!({})).await;
        bench.advance(1_999).await;
        bench.gate.open();
        call.outcome().await.assert_ok();
        bench.advance(10_000).await;
        assert_eq!(bench.gate.dropped(), 0);
    }
}
