//! Guards as attributes say them, through the wire.

use std::sync::atomic::{AtomicU32, Ordering};

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{ManualClock, TestClient, json};

#[mcp_tool(rate = ["2/2s per argument account", "5/min per server"])]
async fn counted(#[arg(rename = "account")] _account: String) {}

#[mcp_tool(cost = "$0.50", budget = "$1/day")]
async fn priced() {}

#[mcp_tool(cost = 2, budget = "5/hour per argument whom")]
async fn in_units(#[arg(rename = "whom")] _whom: String) {}

#[mcp_tool(concurrency = 1, queue = 0)]
async fn one_at_a_time() {
    std::future::pending::<()>().await;
}

#[mcp_tool(breaker = "2/30s")]
async fn flaky() -> Result<(), CallError> {
    Err(CallError::new("BUSY", "try later").retryable())
}

static RUNS: AtomicU32 = AtomicU32::new(0);

#[mcp_tool(read_only, cache = "1m30s")]
async fn cached() -> u32 {
    RUNS.fetch_add(1, Ordering::Relaxed)
}

#[mcp_tool(max_output = "1KB")]
async fn flood(bytes: usize) -> String {
    "x".repeat(bytes)
}

#[allow(clippy::unused_async)] // a check may have nothing to wait for
async fn only_mine(call: GuardCall) -> Result<(), CallError> {
    match call.argument::<String>("account").as_deref() {
        Some("mine") => Ok(()),
        _ => Err(CallError::new("NOT_YOURS", "the account belongs to someone else")),
    }
}

struct Bank;

#[mcp_tools(prefix = "bank_")]
impl Bank {
    /// Not async: a guard is what returns a future.
    fn closed(_: GuardCall) -> std::future::Ready<Result<(), CallError>> {
        std::future::ready(Err(CallError::new("CLOSED", "the bank is closed")))
    }

    #[mcp_tool(guard = [only_mine, Self::closed])]
    async fn pay(&self, #[arg(rename = "account")] _account: String) {}

    #[mcp_tool(guard = only_mine)]
    async fn look(&self, account: String) -> String {
        account
    }
}

async fn client(clock: &ManualClock) -> TestClient {
    TestClient::modern(server!().clock(clock.clone()).state(Bank)).await
}

fn seconds(seconds: u64) -> std::time::Duration {
    std::time::Duration::from_secs(seconds)
}

#[tokio::test]
async fn rates_count_for_whom_they_say() {
    let clock = ManualClock::new();
    let client = client(&clock).await;
    let call = |account: &'static str| client.call("counted", json!({ "account": account }));
    for account in ["a", "a", "b"] {
        call(account).await.assert_ok();
    }
    call("a").await.assert_error("RATE_LIMITED");
    clock.advance(seconds(2));
    for account in ["a", "c"] {
        call(account).await.assert_ok();
    }
    let refused = call("d").await.assert_error("RATE_LIMITED").clone();
    assert_eq!(refused["retryAfter"], json!(58), "{refused}");
}

#[tokio::test]
async fn costs_are_paid_from_the_budget() {
    let clock = ManualClock::new();
    let client = client(&clock).await;
    for _ in 0..2 {
        client.call("priced", json!({})).await.assert_ok();
        client.call("in_units", json!({ "whom": "a" })).await.assert_ok();
    }
    client.call("priced", json!({})).await.assert_error("BUDGET_EXCEEDED");
    client.call("in_units", json!({ "whom": "a" })).await.assert_error("BUDGET_EXCEEDED");
    client.call("in_units", json!({ "whom": "b" })).await.assert_ok();
}

#[tokio::test]
async fn a_queue_of_none_refuses_at_once() {
    let client = client(&ManualClock::new()).await;
    let running = client.start("one_at_a_time", json!({})).await;
    client.list_tools().await; // the call before it has been started
    client.call("one_at_a_time", json!({})).await.assert_error("OVERLOADED");
    client.cancel(&running).await;
}

#[tokio::test]
async fn the_breaker_opens_for_the_length_of_its_window() {
    let clock = ManualClock::new();
    let client = client(&clock).await;
    for code in ["BUSY", "BUSY", "CIRCUIT_OPEN"] {
        client.call("flaky", json!({})).await.assert_error(code);
    }
    clock.advance(seconds(30));
    client.call("flaky", json!({})).await.assert_error("BUSY");
}

#[tokio::test]
async fn results_are_kept_as_long_as_written() {
    let clock = ManualClock::new();
    let client = client(&clock).await;
    let call = || client.call("cached", json!({}));
    call().await.assert_text("0");
    clock.advance(seconds(89));
    call().await.assert_text("0");
    clock.advance(seconds(1));
    call().await.assert_text("1");
}

#[tokio::test]
async fn output_is_capped() {
    let client = client(&ManualClock::new()).await;
    client.call("flood", json!({ "bytes": 500 })).await.assert_ok();
    client.call("flood", json!({ "bytes": 1_001 })).await.assert_error("OUTPUT_TOO_LARGE");
}

#[tokio::test]
async fn checks_are_asked_in_their_order() {
    let client = client(&ManualClock::new()).await;
    for (account, code) in [("theirs", "NOT_YOURS"), ("mine", "CLOSED")] {
        client.call("bank_pay", json!({ "account": account })).await.assert_error(code);
    }
    client.call("bank_look", json!({ "account": "mine" })).await.assert_text("mine");
    client.call("bank_look", json!({ "account": "ours" })).await.assert_error("NOT_YOURS");
}
