use std::sync::Arc;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;

use crate::support::{Gate, benches};

/// Runs once, and lets one more wait for two seconds.
#[mcp_tool(concurrency = 1, queue = 1, queue_timeout = "2s")]
async fn queued(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[mcp_tool(concurrency = 2, queue = 0)]
async fn no_queue(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

#[mcp_tool(concurrency = 1, queue = 3)]
async fn in_order(number: u32, State(gate): State<Arc<Gate>>) -> String {
    format!("{number} came as number {}", gate.pass().await)
}

#[tokio::test]
async fn the_queue_is_bounded_in_number() {
    for bench in benches().await {
        let (first, second) = (bench.start("queued").await, bench.start("queued").await);
        assert_eq!(bench.gate.started(), 1);
        let refused = bench.call("queued").await;
        let error = refused.assert_error("OVERLOADED");
        assert_eq!(error["details"], json!({"concurrency": 1, "queue": 1}));
        assert!(error["retryAfter"].as_f64() > Some(0.0));
        bench.gate.open();
        first.outcome().await.assert_ok();
        bench.settle().await;
        assert_eq!(bench.gate.started(), 2, "its turn came");
        bench.gate.open();
        second.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn and_in_time() {
    for bench in benches().await {
        let first = bench.start("queued").await;
        bench.advance(500).await;
        let mut second = bench.start("queued").await;
        bench.advance(1_999).await;
        assert!(!second.is_answered());
        bench.advance(1).await;
        second.outcome().await.assert_error("OVERLOADED");
        assert_eq!(bench.gate.started(), 1, "it never ran");
        bench.gate.open();
        first.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn a_place_in_the_queue_comes_back_as_well() {
    for bench in benches().await {
        let first = bench.start("queued").await;
        for _ in 0..3 {
            let second = bench.start("queued").await;
            bench.cancel(second).await;
        }
        let third = bench.start("queued").await;
        bench.call("queued").await.assert_error("OVERLOADED");
        bench.gate.open();
        bench.gate.open();
        first.outcome().await.assert_ok();
        third.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn without_a_queue_nobody_waits() {
    for bench in benches().await {
        let calls = [bench.start("no_queue").await, bench.start("no_queue").await];
        bench.call("no_queue").await.assert_error("OVERLOADED");
        for call in calls {
            bench.gate.open();
            call.outcome().await.assert_ok();
        }
    }
}

#[tokio::test]
async fn those_who_wait_are_served_in_the_order_they_came() {
    for bench in benches().await {
        let mut calls = Vec::new();
        for number in 0..4 {
            calls.push(bench.client.start("in_order", json!({"number": number})).await);
        }
        for (number, call) in calls.into_iter().enumerate() {
            bench.gate.open();
            call.outcome().await.assert_text(&format!("{number} came as number {number}"));
        }
    }
}
