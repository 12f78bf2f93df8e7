use std::sync::Arc;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{Gate, benches, benches_with};

#[mcp_tool(cost = "$1", budget = "$3/h", breaker = "1/10s")]
async fn paid_and_watched(ok: bool) -> Result<(), CallError> {
    if ok { Ok(()) } else { Err(CallError::new("BUSY", "busy").retryable()) }
}

#[mcp_tool(cost = "1", budget = "2/h", concurrency = 1, queue = 1, queue_timeout = "5s")]
async fn paid_in_turn(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[mcp_tool(budget = "10/h")]
async fn metered(amount: f64, ctx: Context) {
    ctx.charge(amount);
}

#[mcp_tool(budget = "10/h")]
async fn metered_slowly(amount: f64, State(gate): State<Arc<Gate>>, ctx: Context) {
    ctx.charge(amount);
    gate.pass().await;
}

#[mcp_tool(cost = "0.1", budget = "0.3/h per argument account")]
async fn paid_by(account: String) {
    let _ = account;
}

#[mcp_tool(read_only, cost = "1", budget = "1/h", cache = "1h")]
async fn paid_once() -> &'static str {
    "paid"
}

/// Blocks its thread until the gate opens.
#[mcp_tool(cost = "1", budget = "2/h", breaker = "1/1m")]
fn paid_and_blocking(State(gate): State<Arc<Gate>>) {
    tokio::runtime::Handle::current().block_on(gate.pass());
}

async fn costly(call: GuardCall) -> Result<(), CallError> {
    call.charge(5.0);
    std::future::ready(Ok(())).await
}

#[mcp_tool(budget = "10/h", guard = costly)]
async fn costly_to_check() {}

fn wait(error: &serde_json::Value) -> u64 {
    let seconds = error["retryAfter"].as_f64().expect("a number of seconds");
    u64::try_from(std::time::Duration::from_secs_f64(seconds).as_millis()).expect("soon")
}

#[tokio::test]
async fn what_a_later_guard_refuses_costs_nothing() {
    for bench in benches().await {
        let call = async |ok: bool| bench.client.call("paid_and_watched", json!({"ok": ok})).await;
        // It ran, and is paid for although it failed.
        call(false).await.assert_error("BUSY");
        for _ in 0..5 {
            call(true).await.assert_error("CIRCUIT_OPEN");
        }
        bench.client.call("paid_and_watched", json!({})).await.assert_error("INVALID_INPUT");
        bench.advance(10_000).await;
        call(true).await.assert_ok();
        call(true).await.assert_ok();
        call(true).await.assert_error("BUDGET_EXCEEDED");
    }
}

#[tokio::test]
async fn what_never_left_the_queue_costs_nothing() {
    for bench in benches().await {
        let first = bench.start("paid_in_turn").await;
        let second = bench.start("paid_in_turn").await;
        bench.call("paid_in_turn").await.assert_error("BUDGET_EXCEEDED");
        bench.cancel(second).await;
        let second = bench.start("paid_in_turn").await;
        bench.advance(5_000).await;
        second.outcome().await.assert_error("OVERLOADED");
        bench.gate.open();
        first.outcome().await.assert_ok();
        let call = bench.start("paid_in_turn").await;
        bench.gate.open();
        call.outcome().await.assert_ok();
        bench.call("paid_in_turn").await.assert_error("BUDGET_EXCEEDED");
    }
}

#[tokio::test]
async fn what_found_no_thread_costs_nothing() {
    for bench in benches_with(|server| server.max_blocking(1), |client| client).await {
        let running = bench.start("paid_and_blocking").await;
        for _ in 0..3 {
            bench.call("paid_and_blocking").await.assert_error("OVERLOADED");
        }
        bench.gate.open();
        running.outcome().await.assert_ok();
        // The thread comes back a moment after its answer.
        let second = loop {
            let mut call = bench.start("paid_and_blocking").await;
            if !call.is_answered() {
                break call;
            }
            call.outcome().await.assert_error("OVERLOADED");
        };
        bench.gate.open();
        second.outcome().await.assert_ok();
        bench.call("paid_and_blocking").await.assert_error("BUDGET_EXCEEDED");
    }
}

#[tokio::test]
async fn a_call_that_was_given_up_while_it_ran_is_paid_for() {
    for bench in benches().await {
        for _ in 0..2 {
            let call = bench.start("paid_in_turn").await;
            bench.cancel(call).await;
        }
        assert_eq!(bench.gate.dropped(), 2);
        bench.call("paid_in_turn").await.assert_error("BUDGET_EXCEEDED");
    }
}

#[tokio::test]
async fn a_charge_closes_the_budget_until_it_has_left_the_window() {
    for bench in benches().await {
        let call =
            async |amount: f64| bench.client.call("metered", json!({"amount": amount})).await;
        call(4.0).await.assert_ok();
        call(5.999_999_999).await.assert_ok();
        // Something is left, so one more may begin; what it costs is spent.
        call(20.0).await.assert_ok();
        let refused = call(0.0).await;
        let millis = wait(refused.assert_error("BUDGET_EXCEEDED"));
        // An hour, and at most the width of a bucket.
        assert!((3_600_000 - 28_125..=3_600_000 + 28_125).contains(&millis), "{millis}");
        bench.advance(millis - 1).await;
        call(0.0).await.assert_error("BUDGET_EXCEEDED");
        bench.advance(1).await;
        for amount in [0.0, -5.0, 10.0] {
            call(amount).await.assert_ok();
        }
        call(0.0).await.assert_error("BUDGET_EXCEEDED");
    }
}

#[tokio::test]
async fn a_charge_counts_at_once() {
    for bench in benches().await {
        let call = bench.client.start("metered_slowly", json!({"amount": 10})).await;
        bench.settle().await;
        let other = bench.client.call("metered_slowly", json!({"amount": 0}));
        other.await.assert_error("BUDGET_EXCEEDED");
        bench.gate.open();
        call.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn what_a_check_charges_is_spent_as_well() {
    for bench in benches().await {
        bench.call("costly_to_check").await.assert_ok();
        bench.call("costly_to_check").await.assert_ok();
        bench.call("costly_to_check").await.assert_error("BUDGET_EXCEEDED");
    }
}

#[tokio::test]
async fn fractions_add_up_and_each_account_has_its_own() {
    for bench in benches().await {
        for account in ["a", "b"] {
            let call = async || bench.client.call("paid_by", json!({"account": account})).await;
            // Three times a tenth is three tenths here.
            for _ in 0..3 {
                call().await.assert_ok();
            }
            let refused = call().await;
            assert_eq!(refused.assert_error("BUDGET_EXCEEDED")["details"]["budget"], "0.3");
        }
    }
}

#[tokio::test]
async fn a_result_from_the_cache_is_free() {
    for bench in benches().await {
        for _ in 0..3 {
            bench.call("paid_once").await.assert_text("paid");
        }
    }
}
