//! The tools that the HTTP tests call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mcp_runtime::prelude::*;

/// Adds two numbers.
#[mcp_tool(read_only)]
pub(crate) async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Where a query runs.
#[mcp_tool]
pub(crate) async fn query(
    #[arg(header = "Region")] region: String,
    #[arg(header = "Limit")] limit: Option<u32>,
) -> String {
    format!("{region} {limit:?}")
}

/// As whom its caller is known.
#[mcp_tool(read_only)]
pub(crate) async fn who(ctx: Context) -> String {
    ctx.caller().to_string()
}

/// Is always busy.
#[mcp_tool]
pub(crate) async fn busy() -> Result<String, CallError> {
    Err(CallError::new("BUSY", "the service is busy").retry_after(Duration::from_millis(1_500)))
}

/// Says how often it ran before.
#[mcp_tool(idempotent)]
pub(crate) async fn once(n: u32, State(gate): State<Arc<Gate>>) -> String {
    format!("{n}, {} before", gate.started.fetch_add(1, Ordering::SeqCst))
}

/// Counts with progress.
#[mcp_tool]
pub(crate) async fn count(n: u32, ctx: Context) -> String {
    for i in 1..=n {
        ctx.progress(f64::from(i), Some(f64::from(n)));
        tokio::task::yield_now().await;
    }
    format!("counted to {n}")
}

/// How many calls of `wait` are running, and how many ended how.
#[derive(Default)]
pub(crate) struct Gate {
    pub(crate) started: AtomicUsize,
    pub(crate) dropped: AtomicUsize,
    pub(crate) finished: AtomicUsize,
    pub(crate) open: tokio::sync::Notify,
}

struct OnDrop(Arc<Gate>, bool);

impl Drop for OnDrop {
    fn drop(&mut self) {
        let counter = if self.1 { &self.0.finished } else { &self.0.dropped };
        counter.fetch_add(1, Ordering::SeqCst);
    }
}

/// More than the socket buffers of both ends hold.
const FLOOD: usize = 24 << 20;

/// Says more than a client that does not read can take, and never ends.
#[mcp_tool(timeout = "1s")]
pub(crate) async fn flood(State(gate): State<Arc<Gate>>, ctx: Context) -> &'static str {
    let _guard = OnDrop(Arc::clone(&gate), false);
    gate.started.fetch_add(1, Ordering::SeqCst);
    let part = "x".repeat(512 << 10);
    for progress in 1_u32.. {
        ctx.progress_message(f64::from(progress), None, &part);
        tokio::task::yield_now().await;
    }
    "never"
}

/// An answer that is larger than the socket buffers of both ends.
#[mcp_tool]
pub(crate) async fn large(State(gate): State<Arc<Gate>>) -> String {
    gate.started.fetch_add(1, Ordering::SeqCst);
    "x".repeat(FLOOD)
}

/// Waits until the test opens the gate.
#[mcp_tool(timeout = "50s")]
pub(crate) async fn wait(State(gate): State<Arc<Gate>>) -> &'static str {
    let mut guard = OnDrop(Arc::clone(&gate), false);
    gate.started.fetch_add(1, Ordering::SeqCst);
    gate.open.notified().await;
    guard.1 = true;
    "open"
}

/// Waits, in real time, until a counter has reached a value.
pub(crate) async fn reached(counter: &AtomicUsize, value: usize) {
    let waiting = async {
        while counter.load(Ordering::SeqCst) < value {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("the counter moves");
}
