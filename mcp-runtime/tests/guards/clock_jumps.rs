//! The time of day jumps, as when NTP sets it: no guard opens or closes.

use std::sync::Arc;
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{Outcome, json};

use crate::support::{Bench, Gate, benches};

const DECADE: Duration = Duration::from_hours(10 * 365 * 24);

#[mcp_tool(rate = "1/10s")]
async fn rated_by_day() {}

#[mcp_tool(cost = "1", budget = "1/1h")]
async fn paid_by_day() {}

#[mcp_tool(breaker = "1/30s")]
async fn broken_by_day() -> Result<(), CallError> {
    Err(CallError::new("BUSY", "busy").retryable())
}

#[mcp_tool(read_only, cache = "60s")]
async fn kept_by_day(State(gate): State<Arc<Gate>>) -> String {
    gate.count().to_string()
}

#[mcp_tool(timeout = "5s")]
async fn slow_by_day(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

/// The wait that a refusal names, in milliseconds.
fn wait(outcome: &Outcome, code: &str) -> u64 {
    let error = outcome.assert_error(code);
    let seconds = error["retryAfter"].as_f64().unwrap_or_else(|| panic!("no wait: {error}"));
    Duration::from_secs_f64(seconds).as_millis().try_into().unwrap()
}

/// What each guard says, with the waits it names.
async fn refusals(bench: &Bench) -> [u64; 3] {
    [
        wait(&bench.call("rated_by_day").await, "RATE_LIMITED"),
        wait(&bench.call("paid_by_day").await, "BUDGET_EXCEEDED"),
        wait(&bench.call("broken_by_day").await, "CIRCUIT_OPEN"),
    ]
}

#[tokio::test]
async fn windows_neither_open_nor_close_by_a_jump() {
    for bench in benches().await {
        bench.call("rated_by_day").await.assert_ok();
        bench.call("paid_by_day").await.assert_ok();
        bench.call("broken_by_day").await.assert_error("BUSY");
        let kept = bench.call("kept_by_day").await.text().unwrap().to_owned();
        let before = refusals(&bench).await;
        let today = bench.clock.wall();
        for day in [today + DECADE, today - DECADE, today] {
            bench.clock.set_wall(day);
            assert_eq!(refusals(&bench).await, before);
            bench.call("kept_by_day").await.assert_text(&kept);
        }
        // They open when their time has come, whatever day it is.
        bench.advance(10_000).await;
        bench.call("rated_by_day").await.assert_ok();
        bench.advance(20_000).await;
        bench.call("broken_by_day").await.assert_error("BUSY");
        bench.advance(30_000).await;
        assert_ne!(bench.call("kept_by_day").await.text(), Some(&*kept));
        bench.advance(before[1] - 60_000).await;
        bench.call("paid_by_day").await.assert_ok();
    }
}

#[tokio::test]
async fn a_deadline_neither_comes_nor_goes_by_a_jump() {
    for bench in benches().await {
        let call = bench.client.start("slow_by_day", json!({})).await;
        bench.settle().await;
        bench.clock.set_wall(bench.clock.wall() + DECADE);
        bench.advance(4_999).await;
        bench.clock.set_wall(bench.clock.wall() - 2 * DECADE);
        bench.settle().await;
        bench.advance(1).await;
        call.outcome().await.assert_error("TIMEOUT");
    }
}
