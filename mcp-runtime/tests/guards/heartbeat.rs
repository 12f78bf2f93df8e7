use std::sync::Arc;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};
use serde_json::Value;

use crate::support::{Bench, Gate, benches, benches_with};

#[mcp_tool(timeout = "60s")]
async fn silent(State(gate): State<Arc<Gate>>) {
    gate.pass().await;
}

/// Reports 1 of 3, 2 of 3 and 3 of 3 as the gate lets it.
#[mcp_tool(timeout = "60s")]
async fn reporting(State(gate): State<Arc<Gate>>, ctx: Context) {
    for step in 1..=3 {
        gate.pass().await;
        ctx.progress(f64::from(step), Some(3.0));
    }
    gate.pass().await;
}

fn curious(client: TestClient) -> TestClient {
    client.with_meta("progressToken", json!("beat"))
}

/// What the client was told since it was asked last.
fn told(bench: &Bench) -> Vec<Value> {
    let told = bench.client.take_unsolicited();
    let of_ours = |message: Value| {
        assert_eq!(message["method"], "notifications/progress", "{message}");
        assert_eq!(message["params"]["progressToken"], "beat", "{message}");
        message["params"].clone()
    };
    told.into_iter().map(of_ours).collect()
}

#[tokio::test]
async fn a_silent_call_shows_every_ten_seconds_that_it_lives() {
    for bench in benches_with(|server| server, curious).await {
        let call = bench.start("silent").await;
        let mut last = 0.0;
        for _ in 0..5 {
            bench.advance(9_999).await;
            assert_eq!(told(&bench), [json!(null); 0]);
            bench.advance(1).await;
            let [beat] = &told(&bench)[..] else { panic!("one beat in ten seconds") };
            let progress = beat["progress"].as_f64().expect("a number");
            assert!(progress > last, "{progress} {last}");
            last = progress;
        }
        bench.advance(10_000).await;
        call.outcome().await.assert_error("TIMEOUT");
        told(&bench);
        bench.advance(30_000).await;
        assert_eq!(told(&bench), [json!(null); 0], "nothing after the answer");
    }
}

#[tokio::test]
async fn a_beat_lies_between_what_the_handler_says() {
    for bench in benches_with(|server| server, curious).await {
        let call = bench.start("reporting").await;
        let mut last = 0.0;
        for step in 1..=3 {
            bench.gate.open();
            bench.settle().await;
            let [said] = &told(&bench)[..] else { panic!("step {step} was said") };
            assert_eq!(said["progress"], f64::from(step));
            bench.advance(10_000).await;
            let [beat] = &told(&bench)[..] else { panic!("a beat after step {step}") };
            let progress = beat["progress"].as_f64().expect("a number");
            assert!(progress > f64::from(step) && progress > last, "{beat}");
            assert!(progress < f64::from(step) + 0.5, "{beat}");
            last = progress;
        }
        bench.gate.open();
        call.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn a_beat_keeps_the_total() {
    for bench in benches_with(|server| server, curious).await {
        let call = bench.start("reporting").await;
        bench.gate.open();
        bench.settle().await;
        told(&bench);
        bench.advance(10_000).await;
        let [beat] = &told(&bench)[..] else { panic!("a beat") };
        assert_eq!(beat["total"], 3.0, "{beat}");
        for _ in 0..3 {
            bench.gate.open();
        }
        call.outcome().await.assert_ok();
    }
}

#[tokio::test]
async fn who_did_not_ask_hears_nothing() {
    for bench in benches().await {
        let call = bench.start("reporting").await;
        bench.advance(15_000).await;
        for _ in 0..4 {
            bench.gate.open();
        }
        call.outcome().await.assert_ok();
        assert_eq!(bench.client.take_unsolicited(), [json!(null); 0]);
    }
}
