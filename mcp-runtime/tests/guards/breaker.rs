use std::sync::Arc;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{InFlight, Outcome, json};

use crate::support::{Bench, Gate, benches};

#[mcp_tool(timeout = "1s", breaker = "3/2s")]
async fn shaky(how: String, State(gate): State<Arc<Gate>>) -> Result<(), CallError> {
    match &*how {
        "ok" => Ok(()),
        "busy" => Err(CallError::new("BUSY", "busy").retryable()),
        "final" => Err(CallError::new("NO", "no")),
        "own timeout" => Err(CallError::new("TIMEOUT", "of its own, and final")),
        "own overload" => Err(CallError::new("OVERLOADED", "of its own").retryable()),
        "panic" => panic!("as told"),
        "wait, ok" => {
            gate.pass().await;
            Ok(())
        }
        other => {
            assert_eq!(other, "wait, busy");
            gate.pass().await;
            Err(CallError::new("BUSY", "busy").retryable())
        }
    }
}

#[mcp_tool(breaker = "2/30s", concurrency = 1, queue = 8)]
async fn crowded(State(gate): State<Arc<Gate>>) -> Result<(), CallError> {
    gate.pass().await;
    Err(CallError::new("BUSY", "busy").retryable())
}

async fn call(bench: &Bench, how: &str) -> Outcome {
    bench.client.call("shaky", json!({"how": how})).await
}

async fn start(bench: &Bench, how: &str) -> InFlight {
    let call = bench.client.start("shaky", json!({"how": how})).await;
    bench.settle().await;
    call
}

/// Opens it, in no time.
async fn open(bench: &Bench) {
    for _ in 0..3 {
        call(bench, "busy").await.assert_error("BUSY");
    }
}

#[tokio::test]
async fn it_opens_for_exactly_its_window() {
    for bench in benches().await {
        for step in [1_000, 999, 0] {
            call(&bench, "busy").await.assert_error("BUSY");
            bench.advance(step).await;
        }
        assert_eq!(call(&bench, "ok").await.assert_error("CIRCUIT_OPEN")["retryAfter"], 2);
        bench.advance(1_999).await;
        assert_eq!(call(&bench, "ok").await.assert_error("CIRCUIT_OPEN")["retryAfter"], 0.001);
        bench.advance(1).await;
        call(&bench, "ok").await.assert_ok();
        call(&bench, "busy").await.assert_error("BUSY");
        call(&bench, "ok").await.assert_ok();
    }
}

#[tokio::test]
async fn failures_further_apart_do_not_open_it() {
    for bench in benches().await {
        for _ in 0..10 {
            call(&bench, "busy").await.assert_error("BUSY");
            bench.advance(1_000).await;
        }
    }
}

#[tokio::test]
async fn only_what_may_pass_counts() {
    for bench in benches().await {
        for _ in 0..4 {
            call(&bench, "final").await.assert_error("NO");
            call(&bench, "panic").await.assert_error("INTERNAL");
            bench.call("shaky").await.assert_error("INVALID_INPUT");
            let cancelled = start(&bench, "wait, ok").await;
            bench.cancel(cancelled).await;
        }
        let mut late = Vec::new();
        for _ in 0..3 {
            late.push(start(&bench, "wait, ok").await);
        }
        bench.advance(1_000).await;
        for call in late {
            call.outcome().await.assert_error("TIMEOUT");
        }
        call(&bench, "ok").await.assert_error("CIRCUIT_OPEN");
    }
}

#[tokio::test]
async fn a_tool_that_says_a_built_in_code_itself_is_taken_at_its_word() {
    for bench in benches().await {
        for _ in 0..4 {
            call(&bench, "own timeout").await.assert_error("TIMEOUT");
        }
        for _ in 0..3 {
            call(&bench, "own overload").await.assert_error("OVERLOADED");
        }
        call(&bench, "ok").await.assert_error("CIRCUIT_OPEN");
    }
}

#[tokio::test]
async fn one_probe_goes_ahead_and_the_others_wait_for_what_it_finds() {
    for bench in benches().await {
        open(&bench).await;
        bench.advance(2_000).await;
        let probe = start(&bench, "wait, busy").await;
        for _ in 0..3 {
            call(&bench, "ok").await.assert_error("CIRCUIT_OPEN");
        }
        bench.gate.open();
        probe.outcome().await.assert_error("BUSY");
        assert_eq!(call(&bench, "ok").await.assert_error("CIRCUIT_OPEN")["retryAfter"], 2);

        bench.advance(2_000).await;
        let probe = start(&bench, "wait, ok").await;
        call(&bench, "ok").await.assert_error("CIRCUIT_OPEN");
        bench.gate.open();
        probe.outcome().await.assert_ok();
        call(&bench, "ok").await.assert_ok();
    }
}

#[tokio::test]
async fn a_probe_that_is_given_up_makes_way_for_the_next() {
    for bench in benches().await {
        open(&bench).await;
        bench.advance(2_000).await;
        let probe = start(&bench, "wait, ok").await;
        call(&bench, "ok").await.assert_error("CIRCUIT_OPEN");
        bench.cancel(probe).await;
        call(&bench, "ok").await.assert_ok();
    }
}

#[tokio::test]
async fn a_probe_that_times_out_shuts_it_again() {
    for bench in benches().await {
        open(&bench).await;
        bench.advance(2_000).await;
        let probe = start(&bench, "wait, ok").await;
        bench.advance(1_000).await;
        probe.outcome().await.assert_error("TIMEOUT");
        assert_eq!(call(&bench, "ok").await.assert_error("CIRCUIT_OPEN")["retryAfter"], 2);
    }
}

#[tokio::test]
async fn a_call_from_before_decides_nothing_after() {
    for bench in benches().await {
        let before = start(&bench, "wait, ok").await;
        open(&bench).await;
        bench.gate.open();
        before.outcome().await.assert_ok();
        call(&bench, "ok").await.assert_error("CIRCUIT_OPEN");
    }
}

#[tokio::test]
async fn those_who_wait_for_their_turn_do_not_go_past_a_breaker_that_opened() {
    for bench in benches().await {
        let mut calls = Vec::new();
        for _ in 0..5 {
            calls.push(bench.start("crowded").await);
            bench.settle().await;
        }
        for _ in 0..2 {
            bench.gate.open();
            bench.settle().await;
        }
        let mut codes = Vec::new();
        for call in calls {
            let outcome = call.outcome().await;
            let text = outcome.response()["result"]["content"][0]["text"].to_string();
            codes.push(text.contains("CIRCUIT_OPEN"));
        }
        assert_eq!(codes, [false, false, true, true, true]);
    }
}
