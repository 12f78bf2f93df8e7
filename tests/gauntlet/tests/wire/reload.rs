use serde_json::json;

use crate::harness::{Call, Connection, Ledger, Scratch, Setup, on_every_route};

const READ_AGAIN: &str = "the policy was read again";
const KEPT: &str = "the policy stays as it was";

/// How many of many calls get through.
fn admitted(connection: &mut dyn Connection, tool: &str) -> usize {
    (0..10).take_while(|_| connection.call(tool, json!({})).outcome() == "OK").count()
}

fn lists(connection: &mut dyn Connection, name: &str) -> bool {
    let listed = connection.list().response;
    let tools = listed["result"]["tools"].as_array().expect("a list of tools");
    tools.iter().any(|tool| tool["name"] == name)
}

#[test]
fn the_next_call_meets_the_new_policy_and_what_was_counted_counts() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let policy = scratch.write("mcp.toml", "[tools.limited]\nrate = \"3/h\"\n");
        let mut connection = route.connect(&Setup::default().policy(&policy));
        for tool in ["limited", "limited", "priced", "priced", "priced"] {
            connection.call(tool, json!({})).text();
        }
        assert!(lists(&mut *connection, "echo"));

        let text = "[tools.limited]\nrate = \"3/h\"\n[tools.nap]\ntimeout = \"50ms\"\n\
                    [tools.echo]\nenabled = false\n";
        scratch.write("mcp.toml", text);
        connection.process().hang_up(READ_AGAIN);
        let error = connection.call("nap", json!({"ms": 10_000})).error("TIMEOUT");
        assert!(error["message"].as_str().is_some_and(|text| text.contains(" 50 ms")), "{error}");
        assert!(!lists(&mut *connection, "echo"));
        let refused = connection.call("echo", json!({"text": "hello"})).response;
        assert_eq!(refused["error"]["code"], -32602, "{refused}");
        assert_eq!(admitted(&mut *connection, "limited"), 1);
        assert_eq!(admitted(&mut *connection, "priced"), 1);

        // A limit that is raised leaves room for the difference.
        let text = "[tools.limited]\nrate = \"5/h\"\n[tools.priced]\nbudget = \"$3/day\"\n";
        scratch.write("mcp.toml", text);
        connection.process().hang_up(READ_AGAIN);
        assert_eq!(admitted(&mut *connection, "limited"), 2);
        assert_eq!(admitted(&mut *connection, "priced"), 2);
        assert!(lists(&mut *connection, "echo"));
        assert_eq!(connection.call("echo", json!({"text": "hello"})).text(), "hello");
    });
}

#[test]
fn a_mistake_leaves_the_policy_in_force() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let policy = scratch.write("mcp.toml", "[tools.limited]\nrate = \"3/h\"\n");
        let mut connection = route.connect(&Setup::default().policy(&policy));
        connection.call("limited", json!({})).text();

        // Half of it is right, and still nothing of it holds.
        let text = "[tools.echo]\nenabled = false\n\n[tools.limited]\nrate = \"lots\"\n";
        scratch.write("mcp.toml", text);
        let said = connection.process().hang_up(KEPT).join("\n");
        let place = format!("{}:5:8: tools.limited.rate: ", policy.display());
        assert!(said.contains(&place), "{place} is in {said}");
        assert!(!said.contains(READ_AGAIN), "{said}");
        assert!(lists(&mut *connection, "echo"));
        connection.call("echo", json!({"text": "hello"})).text();
        assert_eq!(admitted(&mut *connection, "limited"), 2);

        std::fs::remove_file(&policy).expect("it was there");
        let said = connection.process().hang_up(KEPT).join("\n");
        assert!(said.contains(&policy.display().to_string()), "{said}");
        assert_eq!(admitted(&mut *connection, "limited"), 0);

        scratch.write("mcp.toml", "[tools.limited]\nrate = \"4/h\"\n");
        connection.process().hang_up(READ_AGAIN);
        assert_eq!(admitted(&mut *connection, "limited"), 1);
    });
}

#[test]
fn a_hangup_without_a_policy_disturbs_nobody() {
    on_every_route(|route| {
        let mut connection = route.connect(&Setup::default());
        connection.call("limited", json!({})).text();
        let running = connection.start(&Call::new("one_at_a_time", json!({"ms": 1_000})));
        for _ in 0..3 {
            connection.process().hang_up(READ_AGAIN);
        }
        assert_eq!(connection.finish(running).text(), "slept 1000 ms");
        assert_eq!(connection.call("add", json!({"a": 1, "b": 2})).text(), "3");
    });
}

#[test]
fn what_runs_and_what_is_kept_outlives_a_hangup() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let policy = scratch.write("mcp.toml", "");
        let ledger = Ledger::at(scratch.file("ledger.jsonl"));
        let setup = Setup::default()
            .policy(&policy)
            .ledger(ledger.path())
            .variable("MCP_TOOL_CACHED__CACHE", "1h")
            .variable("MCP_TOOL_FLAKY__BREAKER", "1/1h")
            .variable("MCP_TOOL_LIMITED__RATE", "1/h")
            .variable("MCP_TOOL_ONE_AT_A_TIME__QUEUE", "0")
            .variable("MCP_TOOL_ONE_AT_A_TIME__COST", "$0.01");
        let mut connection = route.connect(&setup);
        let once = Call::new("once", json!({})).meta("idempotencyKey", "a");
        assert_eq!(connection.call("cached", json!({})).text(), "1");
        assert_eq!(connection.ask(&once).text(), "1");
        connection.call("limited", json!({})).text();
        connection.call("flaky", json!({"ok": false})).error("UPSTREAM");
        let running = connection.start(&Call::new("one_at_a_time", json!({"ms": 25_000})));
        ledger.wait_for("event", "started");

        // Withdrawn and given back: no way around a limit.
        for enabled in [false, true] {
            let tools = ["limited", "one_at_a_time", "flaky"];
            let table = |tool| format!("[tools.{tool}]\nenabled = {enabled}\n");
            scratch.write("mcp.toml", &tools.map(table).concat());
            connection.process().hang_up(READ_AGAIN);
        }
        assert_eq!(connection.call("cached", json!({})).text(), "1");
        assert_eq!(connection.ask(&once).text(), "1");
        connection.call("limited", json!({})).error("RATE_LIMITED");
        connection.call("flaky", json!({"ok": true})).error("CIRCUIT_OPEN");
        let short = Call::new("one_at_a_time", json!({"ms": 0}));
        connection.ask(&short).error("OVERLOADED");
        connection.cancel(running);
        ledger.wait_for("outcome", "CANCELLED");
        assert_eq!(connection.ask(&short).text(), "slept 0 ms");
    });
}
