use serde_json::{Value, json};

use crate::harness::{Call, Ledger, Scratch, Setup, on_every_route};

/// Limits that the second call meets, however slow the machine is. A price
/// makes the ledger say when a call begins.
const SETTINGS: [(&str, &str); 6] = [
    ("MCP_TOOL_LIMITED__RATE", "1/min"),
    ("MCP_TOOL_FLAKY__BREAKER", "1/1m"),
    ("MCP_TOOL_PRICED__BUDGET", "$0.50/day"),
    ("MCP_TOOL_CACHED__CACHE", "1h"),
    ("MCP_TOOL_ONE_AT_A_TIME__QUEUE", "0"),
    ("MCP_TOOL_ONE_AT_A_TIME__COST", "$0.01"),
];

/// A call for each way to end, and the end.
fn calls() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("add", json!({"a": 1, "b": 2}), "OK"),
        ("add", json!({"a": 1}), "INVALID_INPUT"),
        ("limited", json!({}), "OK"),
        ("limited", json!({}), "RATE_LIMITED"),
        ("nap", json!({"ms": 10_000}), "TIMEOUT"),
        ("pinned", json!({"ms": 1_000}), "TIMEOUT"),
        ("crash", json!({"kind": "panic"}), "INTERNAL"),
        ("fail", json!({"kind": "plain"}), "NOT_FOUND"),
        ("flaky", json!({"ok": false}), "UPSTREAM"),
        ("flaky", json!({"ok": true}), "CIRCUIT_OPEN"),
        ("flood", json!({"bytes": 100_000}), "OUTPUT_TOO_LARGE"),
        ("priced", json!({}), "OK"),
        ("priced", json!({}), "BUDGET_EXCEEDED"),
        ("cached", json!({}), "OK"),
        ("cached", json!({}), "OK"),
    ]
}

#[test]
fn each_call_has_one_line_with_the_outcome_that_its_client_saw() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let ledger = Ledger::at(scratch.file("ledger.jsonl"));
        let setup = Setup::default().ledger(ledger.path());
        let setup =
            SETTINGS.iter().fold(setup, |setup, (name, value)| setup.variable(name, *value));
        let mut connection = route.connect(&setup);

        let given_up = connection.start(&Call::new("one_at_a_time", json!({"ms": 25_000})));
        ledger.wait_for("event", "started");
        let second = connection.call("one_at_a_time", json!({"ms": 0}));
        second.error("OVERLOADED");
        connection.cancel(given_up);
        ledger.wait_for("outcome", "CANCELLED");

        let mut answers = vec![Some(second), None];
        let mut expected = vec![("one_at_a_time", "OVERLOADED"), ("one_at_a_time", "CANCELLED")];
        for (tool, arguments, outcome) in calls() {
            let answer = connection.call(tool, arguments);
            assert_eq!(answer.outcome(), outcome, "{answer:?}");
            answers.push(Some(answer));
            expected.push((tool, outcome));
        }
        // What reaches no tool is no call.
        connection.list();

        // Each line was there before its answer was.
        let lines = ledger.ended();
        let of = |line: &Value, name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let written: Vec<_> =
            lines.iter().map(|line| (of(line, "tool"), of(line, "outcome"))).collect();
        let expected: Vec<_> =
            expected.into_iter().map(|(tool, end)| (tool.to_owned(), end.to_owned())).collect();
        assert_eq!(written, expected);

        for (line, answer) in lines.iter().zip(&answers) {
            assert_eq!(line["caller"], connection.caller(), "{line}");
            let Some(answer) = answer else { continue };
            if line["outcome"] != "OK" {
                assert_eq!(line["requestId"], answer.error(&of(line, "outcome"))["requestId"]);
            }
        }
        let of_tool = |tool| lines.iter().filter(move |line| line["tool"] == tool);
        assert!(of_tool("nap").all(|line| line["durationMs"].as_f64() >= Some(300.0)), "{lines:?}");
        let flags: Vec<_> = of_tool("cached").map(|line| &line["cached"]).collect();
        assert_eq!(flags, [false, true]);

        // Only what ran has cost anything, and only that was announced.
        let priced = |line: &&Value| line.get("cost").is_some();
        let costs: Vec<_> = lines
            .iter()
            .filter(priced)
            .map(|line| (&line["outcome"], &line["cost"], &line["unit"]))
            .collect();
        let (cent, half) = ((json!("CANCELLED"), json!("0.01")), (json!("OK"), json!("0.5")));
        let dollar = json!("$");
        assert_eq!(costs, [(&cent.0, &cent.1, &dollar), (&half.0, &half.1, &dollar)]);
        let announced = ledger.lines().into_iter().filter(|line| line["event"] == "started");
        assert_eq!(announced.count(), 2);
    });
}

#[test]
fn without_the_flag_no_file_is_written() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let mut connection = route.connect(&Setup::default().folder(scratch.path()));
        connection.call("priced", json!({})).text();
        connection.process().kill();
        let files: Vec<_> = std::fs::read_dir(scratch.path()).expect("it is there").collect();
        assert!(files.is_empty(), "{files:?}");
    });
}

#[test]
fn a_second_process_is_told_which_file_is_in_use() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let ledger = Ledger::at(scratch.file("shared.jsonl"));
        let setup = Setup::default().ledger(ledger.path());
        let mut first = route.connect(&setup);
        first.call("priced", json!({})).text();

        let second = setup.run();
        assert_eq!((second.code, second.stdout.as_str()), (Some(1), ""), "{second:?}");
        let said = format!("the ledger {} is in use by another process", ledger.path().display());
        assert!(second.stderr.contains(&said), "{second:?}");

        // To look is allowed, and the first one goes on.
        assert_eq!(setup.argument("policy").run().code, Some(0));
        first.call("priced", json!({})).text();
        assert_eq!(ledger.ended().len(), 2);
    });
}

#[test]
fn a_path_that_can_be_no_ledger_is_named() {
    let scratch = Scratch::new();
    for (path, remedy) in [
        (scratch.path().to_owned(), "is not a regular file; name another"),
        (scratch.path().join("missing/ledger.jsonl"), "create its directory"),
    ] {
        let refused = Setup::default().ledger(&path).run();
        assert_eq!(refused.code, Some(1), "{refused:?}");
        let named = refused.stderr.contains(&path.display().to_string());
        assert!(named && refused.stderr.contains(remedy), "{refused:?}");
    }
}
