use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{Outcome, json};

use crate::support::{Bench, benches, benches_with};

#[mcp_tool(rate = "5/2s")]
async fn single() {}

#[mcp_tool(rate = ["3/s", "5/4s"])]
async fn double() {}

#[mcp_tool(rate = ["1/s per argument account", "3/s"])]
async fn two_keys(account: f64) {
    let _ = account;
}

#[mcp_tool(rate = ["1/10s per argument account", "2/s"])]
async fn long_account(account: u8) {
    let _ = account;
}

#[mcp_tool(rate = ["1/s per argument account", "2/10s"])]
async fn long_caller(account: u8) {
    let _ = account;
}

#[mcp_tool(rate = "1/s per argument point")]
async fn by_object(point: std::collections::BTreeMap<String, i64>) {
    let _ = point;
}

#[mcp_tool(rate = "1/s per argument account")]
async fn by_default(#[arg(default = "main")] account: String) {
    let _ = account;
}

fn wait(outcome: &Outcome) -> u64 {
    let error = outcome.assert_error("RATE_LIMITED");
    let wait = error["retryAfter"].as_f64().expect("a number of seconds");
    u64::try_from(Duration::from_secs_f64(wait).as_millis()).expect("soon")
}

#[tokio::test]
async fn one_millisecond_decides() {
    for bench in benches().await {
        for _ in 0..5 {
            bench.call("single").await.assert_ok();
            bench.clock.advance(Duration::from_millis(100));
        }
        assert_eq!(wait(&bench.call("single").await), 1_500);
        bench.clock.advance(Duration::from_millis(1_499));
        assert_eq!(wait(&bench.call("single").await), 1);
        bench.clock.advance(Duration::from_millis(1));
        bench.call("single").await.assert_ok();
        // What was refused did not count; the next to leave is the second.
        assert_eq!(wait(&bench.call("single").await), 100);
    }
}

/// The promise in its plainest form: no window of the length holds more calls.
fn expected(admitted: &[u64], now: u64) -> Option<u64> {
    let wait = |calls: usize, window: u64| {
        let inside: Vec<_> = admitted.iter().filter(|time| *time + window > now).collect();
        (inside.len() >= calls).then(|| *inside[inside.len() - calls] + window - now)
    };
    wait(3, 1_000).max(wait(5, 4_000))
}

#[tokio::test]
async fn nothing_above_the_limits_passes_and_nothing_below_is_refused() {
    for bench in benches().await {
        let (mut now, mut admitted, mut refused, mut random) = (0, Vec::new(), 0, 7_u64);
        for _ in 0..600 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let step = (random >> 33) % 500;
            bench.clock.advance(Duration::from_millis(step));
            now += step;
            let outcome = bench.call("double").await;
            match expected(&admitted, now) {
                None => {
                    outcome.assert_ok();
                    admitted.push(now);
                }
                Some(millis) => {
                    assert_eq!(wait(&outcome), millis, "at {now}");
                    refused += 1;
                }
            }
        }
        assert!(admitted.len() > 100 && refused > 100, "{} {refused}", admitted.len());
    }
}

#[tokio::test]
async fn a_value_has_one_window_however_it_is_written() {
    let call = async |bench: &Bench, tool: &str, arguments: &str| {
        bench.client.call(tool, serde_json::from_str(arguments).expect("JSON")).await
    };
    for bench in benches().await {
        call(&bench, "two_keys", r#"{"account": 1}"#).await.assert_ok();
        for same in [r#"{"account": 1.0}"#, r#"{"account": 1e0}"#, r#"{"\u0061ccount": 1}"#] {
            assert_eq!(wait(&call(&bench, "two_keys", same).await), 1_000, "{same}");
        }
        call(&bench, "by_object", r#"{"point": {"x": 1, "y": 2}}"#).await.assert_ok();
        let same = call(&bench, "by_object", r#"{"point": {"y": 2.0, "x": 1}}"#).await;
        assert_eq!(wait(&same), 1_000);
        call(&bench, "by_object", r#"{"point": {"x": 2, "y": 1}}"#).await.assert_ok();
    }
}

#[tokio::test]
async fn a_call_counts_in_all_its_windows_or_in_none() {
    for bench in benches().await {
        let call =
            async |account: u8| bench.client.call("two_keys", json!({"account": account})).await;
        call(1).await.assert_ok();
        for _ in 0..5 {
            // Its account has no room: the caller's window must not fill.
            assert_eq!(wait(&call(1).await), 1_000);
        }
        call(2).await.assert_ok();
        call(3).await.assert_ok();
        assert_eq!(wait(&call(4).await), 1_000, "the caller has had its three");
        bench.clock.advance(Duration::from_secs(1));
        // Nor was account 4 counted when the caller was refused.
        call(4).await.assert_ok();
    }
}

#[tokio::test]
async fn of_all_windows_the_one_that_takes_longest_is_waited_for() {
    for bench in benches().await {
        for tool in ["long_account", "long_caller"] {
            let call =
                async |account: u8| bench.client.call(tool, json!({"account": account})).await;
            call(1).await.assert_ok();
            call(2).await.assert_ok();
            assert_eq!(wait(&call(1).await), 10_000, "{tool}");
        }
    }
}

#[tokio::test]
async fn what_is_left_out_counts_as_its_default() {
    for bench in benches().await {
        bench.call("by_default").await.assert_ok();
        let same = bench.client.call("by_default", json!({"account": "main"})).await;
        assert_eq!(wait(&same), 1_000);
    }
}

#[tokio::test]
async fn calls_that_are_not_valid_count_as_well() {
    for bench in benches().await {
        for _ in 0..5 {
            bench.client.call("single", json!({"wrong": 1})).await.assert_error("INVALID_INPUT");
        }
        assert_eq!(wait(&bench.call("single").await), 2_000);
    }
}

#[tokio::test]
async fn a_flood_is_refused_on_a_stream_as_well() {
    // Connecting took one or two of them.
    for bench in benches_with(|server| server.flood_limit("5/10s"), |client| client).await {
        let mut answers = Vec::new();
        for _ in 0..5 {
            answers.push(bench.call("single").await.response().clone());
        }
        assert!(answers[2].get("result").is_some(), "{answers:?}");
        let refused = &answers[4]["error"]["data"];
        assert_eq!(
            (&refused["error"], &refused["retryAfter"]),
            (&json!("RATE_LIMITED"), &json!(10))
        );
        bench.clock.advance(Duration::from_millis(9_999));
        let refused = bench.call("single").await.response()["error"]["data"].clone();
        assert_eq!(refused["retryAfter"], 0.001);
        bench.clock.advance(Duration::from_millis(1));
        bench.call("single").await.assert_ok();
    }
}
