use std::sync::Arc;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{Gate, benches};

#[mcp_tool(read_only, cache = "1s")]
async fn kept(x: f64, y: Option<String>, State(gate): State<Arc<Gate>>) -> String {
    let _ = (x, y);
    gate.count().to_string()
}

#[mcp_tool(read_only, cache = "60s")]
async fn kept_number(number: u128, State(gate): State<Arc<Gate>>) -> String {
    format!("{number} as number {}", gate.count())
}

#[mcp_tool(read_only, cache = "60s")]
async fn kept_anything(anything: serde_json::Value, State(gate): State<Arc<Gate>>) -> String {
    let _ = anything;
    gate.count().to_string()
}

#[mcp_tool(read_only, timeout = "3s", cache = "60s")]
async fn shared(State(gate): State<Arc<Gate>>) -> String {
    gate.pass().await.to_string()
}

#[mcp_tool(read_only, timeout = "3s", cache = "60s")]
async fn shared_failure(State(gate): State<Arc<Gate>>) -> Result<(), CallError> {
    let number = gate.pass().await;
    Err(CallError::new("NO", number.to_string()))
}

#[mcp_tool(read_only, cache = "60s", rate = "3/s")]
async fn kept_and_limited() {}

#[tokio::test]
async fn a_result_is_kept_for_exactly_its_time() {
    for bench in benches().await {
        let call = async || bench.client.call("kept", json!({"x": 1})).await;
        call().await.assert_text("0");
        bench.advance(999).await;
        call().await.assert_text("0");
        bench.advance(1).await;
        call().await.assert_text("1");
        bench.advance(500).await;
        call().await.assert_text("1");
    }
}

#[tokio::test]
async fn the_same_arguments_are_the_same_however_they_are_written() {
    for bench in benches().await {
        for (arguments, text) in [
            (r#"{"x": 1, "y": "a"}"#, "0"),
            (r#"{"y": "\u0061", "x": 1.0}"#, "0"),
            (r#"{"x": 1e0, "y": "a"}"#, "0"),
            (r#"{"x": 1, "y": "b"}"#, "1"),
            (r#"{"x": 2, "y": "a"}"#, "2"),
            (r#"{"x": -0.0}"#, "3"),
            (r#"{"x": 0}"#, "3"),
        ] {
            let arguments = serde_json::from_str(arguments).expect("JSON");
            bench.client.call("kept", arguments).await.assert_text(text);
        }
    }
}

#[tokio::test]
async fn numbers_beyond_any_float_stay_apart() {
    for bench in benches().await {
        for number in [1_u128 << 64, (1 << 64) + 1, u128::MAX - 1, u128::MAX] {
            let line = format!(r#"{{"number": {number}}}"#);
            let outcome = bench.raw_call("kept_number", &line).await;
            let text = outcome["result"]["content"][0]["text"].as_str().unwrap_or_default();
            assert!(text.starts_with(&format!("{number} ")), "{number}: {outcome}");
        }
    }
}

#[tokio::test]
async fn what_is_nested_deeply_stays_apart() {
    for bench in benches().await {
        let mut results = std::collections::HashSet::new();
        let mut served = 0;
        for depth in 100..140 {
            for leaf in [1, 2] {
                let arguments =
                    format!(r#"{{"anything": {}{leaf}{}}}"#, "[".repeat(depth), "]".repeat(depth));
                let answer = bench.raw_call("kept_anything", &arguments).await;
                if answer["result"]["isError"] != true
                    && let Some(text) = answer["result"]["content"][0]["text"].as_str()
                {
                    served += 1;
                    assert!(results.insert(text.to_owned()), "depth {depth}: {answer}");
                }
            }
        }
        assert!(served > 0);
    }
}

#[tokio::test]
async fn calls_at_the_same_time_run_once() {
    for bench in benches().await {
        let mut calls = Vec::new();
        for _ in 0..5 {
            calls.push(bench.start("shared").await);
        }
        assert_eq!(bench.gate.started(), 1);
        bench.gate.open();
        for call in calls {
            call.outcome().await.assert_text("0");
        }
        bench.call("shared").await.assert_text("0");
    }
}

#[tokio::test]
async fn where_the_first_gives_up_another_takes_its_place() {
    for bench in benches().await {
        let first = bench.start("shared").await;
        let second = bench.start("shared").await;
        let third = bench.start("shared").await;
        bench.cancel(first).await;
        assert_eq!((bench.gate.started(), bench.gate.dropped()), (2, 1));
        bench.gate.open();
        second.outcome().await.assert_text("1");
        third.outcome().await.assert_text("1");
    }
}

#[tokio::test]
async fn one_who_waits_may_give_up_without_the_others() {
    for bench in benches().await {
        let first = bench.start("shared").await;
        let second = bench.start("shared").await;
        bench.cancel(second).await;
        assert_eq!((bench.gate.started(), bench.gate.dropped()), (1, 0));
        bench.gate.open();
        first.outcome().await.assert_text("0");
    }
}

#[tokio::test]
async fn who_takes_over_has_its_whole_time() {
    for bench in benches().await {
        let first = bench.start("shared").await;
        let mut second = bench.start("shared").await;
        bench.advance(2_000).await;
        bench.cancel(first).await;
        bench.advance(2_999).await;
        assert!(!second.is_answered());
        bench.advance(1).await;
        second.outcome().await.assert_error("TIMEOUT");
    }
}

#[tokio::test]
async fn nobody_waits_for_another_longer_than_for_itself() {
    for bench in benches().await {
        let first = bench.start("shared").await;
        bench.advance(1_000).await;
        let mut second = bench.start("shared").await;
        bench.advance(1_999).await;
        assert!(!second.is_answered());
        bench.advance(1).await;
        first.outcome().await.assert_error("TIMEOUT");
        second.outcome().await.assert_error("TIMEOUT");
        // A failure is for those who waited, and is not kept.
        let next = bench.start("shared").await;
        bench.gate.open();
        next.outcome().await.assert_text("1");
    }
}

#[tokio::test]
async fn failures_are_shared_but_not_kept() {
    for bench in benches().await {
        let calls = [bench.start("shared_failure").await, bench.start("shared_failure").await];
        bench.gate.open();
        for call in calls {
            assert_eq!(call.outcome().await.assert_error("NO")["message"], "0");
        }
        let again = bench.start("shared_failure").await;
        bench.gate.open();
        assert_eq!(again.outcome().await.assert_error("NO")["message"], "1");
    }
}

#[tokio::test]
async fn what_comes_from_the_cache_counts_in_the_rate() {
    for bench in benches().await {
        for _ in 0..3 {
            bench.call("kept_and_limited").await.assert_ok();
        }
        bench.call("kept_and_limited").await.assert_error("RATE_LIMITED");
    }
}
