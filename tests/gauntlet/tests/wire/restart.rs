use std::fs::File;
use std::io::Write as _;

use serde_json::{Value, json};

use crate::harness::{Call, Connection, Ledger, Scratch, Setup, on_every_route};

/// As a machine that loses power may leave the last line.
const TORN: &str = r#"{"time":"2026-1"#;

/// How many calls there is money for.
fn admitted(connection: &mut dyn Connection, call: &Call<'_>) -> usize {
    let count = (0..10).take_while(|_| connection.ask(call).outcome() == "OK").count();
    connection.ask(call).refusal("BUDGET_EXCEEDED");
    count
}

#[test]
fn what_was_answered_stays_paid_after_a_kill() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let setup = Setup::default().ledger(&scratch.file("ledger.jsonl"));
        let priced = Call::new("priced", json!({}));
        let mut connection = route.connect(&setup);
        for _ in 0..2 {
            assert_eq!(connection.ask(&priced).text(), "paid");
        }
        connection.process().kill();
        for left in [2, 0] {
            let mut connection = route.connect(&setup);
            assert_eq!(admitted(&mut *connection, &priced), left);
            connection.process().kill();
        }
    });
}

#[test]
fn a_call_that_ran_when_the_server_was_killed_is_paid() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let ledger = Ledger::at(scratch.file("ledger.jsonl"));
        let setup = Setup::default()
            .ledger(ledger.path())
            .variable("MCP_TOOL_ONE_AT_A_TIME__COST", "$0.50")
            .variable("MCP_TOOL_ONE_AT_A_TIME__BUDGET", "$2/day");
        let mut connection = route.connect(&setup);
        connection.start(&Call::new("one_at_a_time", json!({"ms": 25_000})));
        ledger.wait_for("event", "started");
        connection.process().kill();
        let mut file = File::options().append(true).open(ledger.path()).expect("it is there");
        file.write_all(TORN.as_bytes()).expect("it can be written");

        let mut connection = route.connect(&setup);
        let short = Call::new("one_at_a_time", json!({"ms": 0}));
        assert_eq!(admitted(&mut *connection, &short), 3);
        // What it tore stays alone: no other line is lost to it.
        let text = std::fs::read_to_string(ledger.path()).expect("it is there");
        let torn = text.lines().filter(|line| serde_json::from_str::<Value>(line).is_err());
        assert_eq!(torn.collect::<Vec<_>>(), [TORN]);
        let ended = text.lines().filter(|line| line.contains("\"outcome\":"));
        // Three that ran, and the two that were refused.
        assert_eq!(ended.count(), 5, "{text}");
    });
}
