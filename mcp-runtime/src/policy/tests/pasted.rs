//! What is printed means the same when it is pasted into the file.

use std::fmt::Write;
use std::time::Duration;

use proptest::prelude::*;

use super::super::resolve::table_name;
use super::{Policy, PolicyFile, program, resolve, shown};
use crate::usage::Kind;

fn paste(policy: &Policy) -> String {
    let (mut text, mut section) = (String::new(), String::new());
    for row in &policy.rows {
        let table = row.of.map_or("server".to_owned(), |(kind, name)| table_name(kind, name));
        if table != section {
            section = table;
            writeln!(text, "[{section}]").expect("a string");
        }
        writeln!(text, "{} = {}", row.key.name(), row.value).expect("a string");
    }
    text
}

fn duration() -> impl Strategy<Value = String> {
    (1..100_000_000_u64).prop_map(mcp_literals::duration::literal)
}

fn per() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        " per caller",
        " per server",
        " per argument account",
        " per argument a \"b\" \\c",
    ])
}

fn limit(amount: &'static str) -> impl Strategy<Value = String> {
    (amount, duration(), per()).prop_map(|(amount, window, per)| format!("{amount}/{window}{per}"))
}

/// A setting of the tool `pay`, as a variable.
fn setting() -> impl Strategy<Value = (&'static str, String)> {
    let count = "[1-9][0-9]{0,4}";
    prop_oneof![
        prop::bool::ANY.prop_map(|flag| ("ENABLED", flag.to_string())),
        duration().prop_map(|text| ("TIMEOUT", text)),
        duration().prop_map(|text| ("QUEUE_TIMEOUT", text)),
        prop::collection::vec(limit(count), 1..4).prop_map(|rates| ("RATE", rates.join(","))),
        count.prop_map(|text| ("CONCURRENCY", text)),
        count.prop_map(|text| ("QUEUE", text)),
        "[$][1-9][.][0-9]{1,9}".prop_map(|text| ("COST", text)),
        limit("[$][1-9][.][0-9]{1,9}").prop_map(|text| ("BUDGET", text)),
        (count, duration()).prop_map(|(count, window)| ("BREAKER", format!("{count}/{window}"))),
        "[1-9][0-9]{0,8}(B|KB|MiB)".prop_map(|text| ("MAX_OUTPUT", text)),
        prop::sample::select(vec!["RATE", "COST", "BUDGET", "BREAKER", "CACHE"])
            .prop_map(|key| (key, "off".to_owned())),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_can_be_pasted(
        settings in prop::collection::vec(setting(), 0..12),
        flood in prop::option::of("[1-9]/s"),
        running in prop::option::of(1..9_u32),
    ) {
        let mut variables: Vec<_> =
            settings.into_iter().map(|(key, text)| (format!("MCP_TOOL_PAY__{key}"), text)).collect();
        variables.extend(flood.map(|text| ("MCP_SERVER__FLOOD".to_owned(), text)));
        variables.extend(running.map(|calls| ("MCP_SERVER__CONCURRENCY".into(), calls.to_string())));
        let program = program();
        let said = resolve(&program, None, &variables);
        let said = said.map_err(|mistakes| TestCaseError::fail(mistakes.to_string()))?;

        let text = paste(&said);
        let pasted = resolve(&program, Some(PolicyFile { path: "mcp.toml", text: &text }), &[]);
        let pasted = pasted.map_err(|mistakes| TestCaseError::fail(format!("{text}\n{mistakes}")))?;
        prop_assert_eq!(&pasted.server, &said.server);
        prop_assert_eq!(&pasted.settings, &said.settings, "{}", text);
        prop_assert_eq!(paste(&pasted), text);
    }
}

#[test]
fn times_beyond_the_grammar_are_shown_as_the_nearest() {
    for (timeout, text) in [(Duration::MAX, "\"3650d\""), (Duration::from_nanos(1), "\"1ms\"")] {
        let mut program = program();
        program.defaults.timeout = timeout;
        let policy = resolve(&program, None, &[]).expect("no mistake");
        assert_eq!(shown(&policy, Some("pay"), "timeout").0, text);
        assert_eq!(policy.of(Kind::Tool, "pay").timeout, timeout);
    }
}
