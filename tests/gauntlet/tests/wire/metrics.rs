//! What is counted of the calls that the other tests make.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Call, Connection, over_http};

/// The number behind exactly this, where it is there.
fn metric(connection: &mut dyn Connection, name: &str) -> Option<f64> {
    let page = connection.page("/metrics");
    let value = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.map(|value| value.parse().expect("a number"))
}

#[track_caller]
fn assert(connection: &mut dyn Connection, name: &str, value: f64) {
    assert_eq!(metric(connection, name), Some(value), "{name}");
}

fn calls(tool: &str, outcome: &str) -> String {
    format!(r#"mcp_tool_calls_total{{tool="{tool}",outcome="{outcome}"}}"#)
}

fn refusals(tool: &str, guard: &str) -> String {
    format!(r#"mcp_tool_refusals_total{{tool="{tool}",guard="{guard}"}}"#)
}

fn of(name: &str, tool: &str) -> String {
    format!(r#"{name}{{tool="{tool}"}}"#)
}

#[test]
fn every_refusal_is_one_of_the_guard_that_decided() {
    over_http(|connection| {
        let calls_made: [(&str, Value, usize, &str, &str); 5] = [
            ("bounded", json!({}), 1, "INVALID_INPUT", "validate"),
            ("limited", json!({}), 6, "RATE_LIMITED", "rate"),
            ("flood", json!({"bytes": 100_000}), 1, "OUTPUT_TOO_LARGE", "output"),
            ("priced", json!({}), 5, "BUDGET_EXCEEDED", "budget"),
            ("flaky", json!({"ok": false}), 4, "CIRCUIT_OPEN", "breaker"),
        ];
        for (tool, arguments, times, code, guard) in calls_made {
            for _ in 0..times {
                connection.call(tool, arguments.clone());
            }
            assert(connection, &calls(tool, code), 1.0);
            assert(connection, &refusals(tool, guard), 1.0);
            assert(connection, &of("mcp_tool_calls_in_flight", tool), 0.0);
        }
        assert(connection, &calls("limited", "OK"), 5.0);
        assert(connection, &calls("flaky", "UPSTREAM"), 3.0);
        assert(connection, &of("mcp_tool_breaker_state", "flaky"), 2.0);
        let left = r#"mcp_tool_budget_remaining{tool="priced",unit="$"}"#;
        assert(connection, left, 0.0);
        assert(connection, r#"mcp_tool_cost_total{tool="priced",unit="$"}"#, 2.0);
        // By its headers, or by its guards: it is refused all the same.
        connection.call("vault", json!({}));
        assert(connection, &calls("vault", "UNAUTHENTICATED"), 1.0);
        assert(connection, &refusals("vault", "auth"), 1.0);
        assert(connection, r#"mcp_auth_failures_total{reason="missing"}"#, 1.0);
    });
}

#[test]
fn what_a_tool_says_or_does_itself_is_no_refusal() {
    over_http(|connection| {
        connection.call("fail", json!({"kind": "plain"})).error("NOT_FOUND");
        connection.call("crash", json!({"kind": "panic"})).error("INTERNAL");
        connection.call("nap", json!({"ms": 10_000})).error("TIMEOUT");
        for (tool, code) in [("fail", "NOT_FOUND"), ("crash", "INTERNAL"), ("nap", "TIMEOUT")] {
            assert(connection, &calls(tool, code), 1.0);
            assert(connection, &of("mcp_tool_call_duration_seconds_count", tool), 1.0);
        }
        let page = connection.page("/metrics");
        let refused = page.lines().filter(|line| line.starts_with("mcp_tool_refusals_total{"));
        let refused: Vec<&str> = refused.filter(|line| !line.ends_with(" 0")).collect();
        assert_eq!(refused, [""; 0]);
        let quick = r#"mcp_tool_call_duration_seconds_bucket{tool="nap",le="0.25"}"#;
        assert(connection, quick, 0.0);
        let slow = r#"mcp_tool_call_duration_seconds_bucket{tool="nap",le="+Inf"}"#;
        assert(connection, slow, 1.0);
    });
}

/// Waits for what another connection brings about.
fn until(connection: &mut dyn Connection, name: &str, value: f64) {
    eventually(connection, name, |number| number == Some(value));
}

fn eventually(connection: &mut dyn Connection, name: &str, holds: impl Fn(Option<f64>) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let number = metric(connection, name);
        if holds(number) {
            return;
        }
        assert!(Instant::now() < deadline, "{name} stays {number:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn tasks_and_descriptors_come_and_go_with_the_clients() {
    over_http(|connection| {
        // A connection that has just been closed may be among them.
        let names = ["tokio_alive_tasks", "process_open_fds"];
        let before = names.map(|name| metric(connection, name).expect(name));
        let call = Call::new("count", json!({"n": 1, "ms": 60_000}));
        let calls: Vec<u64> = (0..8).map(|_| connection.start(&call)).collect();
        for (name, before) in names.into_iter().zip(before) {
            eventually(connection, name, |number| number >= Some(before + 6.0));
        }
        for call in calls {
            connection.cancel(call);
        }
        for (name, before) in names.into_iter().zip(before) {
            eventually(connection, name, |number| number <= Some(before));
        }
    });
}

#[test]
fn what_runs_and_what_waits_shows_while_it_does() {
    over_http(|connection| {
        let nap = |ms: u64| Call {
            arguments: json!({"ms": ms}),
            ..Call::new("one_at_a_time", json!({}))
        };
        let queued = of("mcp_tool_calls_queued", "one_at_a_time");
        let in_flight = of("mcp_tool_calls_in_flight", "one_at_a_time");
        let running = connection.start(&nap(1_500));
        // Each has a connection of its own, so the second might come first.
        until(connection, &in_flight, 1.0);
        let waiting = connection.start(&nap(0));
        until(connection, &queued, 1.0);
        assert(connection, &in_flight, 2.0);
        connection.call("one_at_a_time", json!({"ms": 0})).error("OVERLOADED");
        assert(connection, &refusals("one_at_a_time", "concurrency"), 1.0);
        connection.finish(running).text();
        connection.finish(waiting).text();
        assert(connection, &queued, 0.0);
        assert(connection, &in_flight, 0.0);
        assert(connection, &calls("one_at_a_time", "OK"), 2.0);
    });
}

#[test]
fn a_reload_keeps_the_counts() {
    over_http(|connection| {
        connection.call("add", json!({"a": 1, "b": 2})).text();
        for _ in 0..2 {
            connection.call("cached", json!({})).text();
        }
        connection.process().hang_up("the policy was read again");
        connection.call("add", json!({"a": 1, "b": 2})).text();
        assert(connection, &calls("add", "OK"), 2.0);
        assert(connection, &of("mcp_tool_cached_total", "cached"), 1.0);
        assert(connection, &calls("cached", "OK"), 2.0);
        let sent = metric(connection, &of("mcp_tool_request_bytes_total", "add"));
        let got = metric(connection, &of("mcp_tool_response_bytes_total", "add"));
        assert!(sent > Some(100.0) && got > Some(50.0), "{sent:?} {got:?}");
        let status: Value = serde_json::from_str(&connection.page("/status.json")).expect("JSON");
        let recent = status["recent"].as_array().expect("a list");
        let tools: Vec<&str> = recent.iter().filter_map(|call| call["tool"].as_str()).collect();
        assert_eq!(tools, ["add", "cached", "cached", "add"]);
        assert_eq!(recent[0]["caller"], "peer 127.0.0.1");
    });
}
