use std::sync::Arc;
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{Gate, benches, benches_with};

#[mcp_tool(idempotent)]
async fn transfer(amount: u32, State(gate): State<Arc<Gate>>) -> String {
    format!("{amount} as number {}", gate.count())
}

#[mcp_tool(idempotent)]
async fn transfer_elsewhere(amount: u32, State(gate): State<Arc<Gate>>) -> String {
    format!("{amount} elsewhere as number {}", gate.count())
}

#[mcp_tool(idempotent, timeout = "3s")]
async fn slow_transfer(State(gate): State<Arc<Gate>>) -> String {
    gate.pass().await.to_string()
}

#[mcp_tool(idempotent)]
async fn failing_transfer(how: String, State(gate): State<Arc<Gate>>) -> Result<(), CallError> {
    let number = gate.count().to_string();
    Err(match &*how {
        "final" => CallError::new("NO_SUCH_ACCOUNT", number).action("Check it.").detail("a", 1),
        "retryable" => CallError::new("BUSY", number).retryable(),
        "own internal" => CallError::new("INTERNAL", number).action("It is known to be final."),
        _ => CallError::internal(number),
    })
}

#[mcp_tool]
async fn not_idempotent(State(gate): State<Arc<Gate>>) -> String {
    gate.count().to_string()
}

#[mcp_tool(idempotent, rate = "1/s", cost = "1", budget = "1/h")]
async fn guarded_transfer() {}

#[tokio::test]
async fn the_same_key_gives_the_same_result() {
    for mut bench in benches().await {
        let amount = json!({"amount": 5});
        bench.client.call("transfer", amount.clone()).await.assert_text("5 as number 0");
        bench.client.call("transfer", amount.clone()).await.assert_text("5 as number 1");
        bench = bench.key("a");
        bench.client.call("transfer", amount.clone()).await.assert_text("5 as number 2");
        bench.client.call("transfer", json!({"amount": 5.0})).await.assert_text("5 as number 2");
        bench = bench.key("b");
        bench.client.call("transfer", amount.clone()).await.assert_text("5 as number 3");
        bench = bench.key("a");
        bench.client.call("transfer", amount.clone()).await.assert_text("5 as number 2");
        // Each tool has keys of its own.
        let elsewhere = bench.client.call("transfer_elsewhere", amount.clone()).await;
        elsewhere.assert_text("5 elsewhere as number 4");
    }
}

#[tokio::test]
async fn a_key_is_for_one_call_only() {
    for mut bench in benches().await {
        bench = bench.key("a");
        bench.client.call("transfer", json!({"amount": 5})).await.assert_ok();
        let other = bench.client.call("transfer", json!({"amount": 6})).await;
        let error = other.assert_error("INVALID_INPUT");
        assert_eq!(error["retryable"], false);
        assert!(error["action"].as_str().is_some_and(|text| text.contains("new key")), "{error}");
        assert_eq!(bench.gate.started(), 1);
    }
}

#[tokio::test]
async fn arguments_that_were_refused_do_not_use_up_the_key() {
    for mut bench in benches().await {
        bench = bench.key("a");
        bench.client.call("transfer", json!({"amount": -5})).await.assert_error("INVALID_INPUT");
        bench.client.call("transfer", json!({"amount": 5})).await.assert_text("5 as number 0");
    }
}

#[tokio::test]
async fn a_repetition_waits_for_the_call_that_runs() {
    for mut bench in benches().await {
        bench = bench.key("a");
        let first = bench.start("slow_transfer").await;
        let mut second = bench.start("slow_transfer").await;
        assert_eq!(bench.gate.started(), 1);
        assert!(!second.is_answered());
        bench.gate.open();
        first.outcome().await.assert_text("0");
        second.outcome().await.assert_text("0");
    }
}

#[tokio::test]
async fn a_call_that_was_given_up_may_be_made_again() {
    for mut bench in benches().await {
        bench = bench.key("a");
        let first = bench.start("slow_transfer").await;
        let second = bench.start("slow_transfer").await;
        bench.cancel(first).await;
        assert_eq!((bench.gate.started(), bench.gate.dropped()), (2, 1));
        bench.advance(3_000).await;
        second.outcome().await.assert_error("TIMEOUT");
        // Whether that had an effect nobody knows: repeating is what the key is for.
        let third = bench.start("slow_transfer").await;
        bench.gate.open();
        third.outcome().await.assert_text("2");
    }
}

#[tokio::test]
async fn a_final_failure_is_final() {
    for mut bench in benches().await {
        for (how, code, last) in [
            ("final", "NO_SUCH_ACCOUNT", "0"),
            ("retryable", "BUSY", "2"),
            ("own internal", "INTERNAL", "3"),
            ("internal", "INTERNAL", ""),
        ] {
            bench = bench.key(how);
            let call = async || bench.client.call("failing_transfer", json!({"how": how})).await;
            let first = call().await.assert_error(code).clone();
            let mut second = call().await.assert_error(code).clone();
            if how == "internal" {
                assert_eq!(bench.gate.started(), 6);
                continue;
            }
            assert_eq!(second["message"], last);
            if how == "final" {
                // The log line that tells the cause is the first call's.
                second["requestId"] = first["requestId"].clone();
                assert_eq!(second, first);
            }
        }
    }
}

#[tokio::test]
async fn keys_are_kept_for_exactly_their_time() {
    let server =
        |server: mcp_runtime::ServerBuilder| server.idempotency_ttl(Duration::from_mins(1));
    for mut bench in benches_with(server, |client| client).await {
        bench = bench.key("a");
        let call = async || bench.client.call("transfer", json!({"amount": 5})).await;
        call().await.assert_text("5 as number 0");
        bench.advance(59_999).await;
        call().await.assert_text("5 as number 0");
        bench.advance(1).await;
        call().await.assert_text("5 as number 1");
    }
    for mut bench in benches().await {
        bench = bench.key("a");
        let call = async || bench.client.call("transfer", json!({"amount": 5})).await;
        call().await.assert_text("5 as number 0");
        bench.advance(24 * 3_600_000 - 1).await;
        call().await.assert_text("5 as number 0");
        bench.advance(1).await;
        call().await.assert_text("5 as number 1");
    }
}

#[tokio::test]
async fn a_key_means_nothing_to_other_tools() {
    for mut bench in benches().await {
        bench = bench.key("a");
        bench.call("not_idempotent").await.assert_text("0");
        bench.call("not_idempotent").await.assert_text("1");
    }
}

#[tokio::test]
async fn a_repetition_counts_as_a_call_but_is_paid_for_once() {
    for mut bench in benches().await {
        bench = bench.key("a");
        for _ in 0..3 {
            bench.call("guarded_transfer").await.assert_ok();
            bench.call("guarded_transfer").await.assert_error("RATE_LIMITED");
            bench.advance(1_000).await;
        }
        bench = bench.key("b");
        bench.call("guarded_transfer").await.assert_error("BUDGET_EXCEEDED");
        // What was refused before it ran is not what the key stands for.
        bench.advance(3_700_000).await;
        bench.call("guarded_transfer").await.assert_ok();
    }
}
