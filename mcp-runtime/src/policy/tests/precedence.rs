use std::time::Duration;

use super::{program, shown, with};
use crate::guard::Settings;
use crate::usage::Kind;

const DEFAULTS: &str = "[defaults]\ntimeout = \"3s\"\n";

#[test]
fn without_a_policy_the_attributes_hold() {
    let (program, policy) = (program(), with("", &[]).expect("no mistake"));
    for tool in &program.handlers {
        let expected = Settings::new(&tool.guards, &program.defaults);
        assert_eq!(*policy.of(Kind::Tool, tool.name), expected, "{}", tool.name);
    }
    assert_eq!(policy.server, program.server);
}

#[test]
fn variable_then_file_then_attribute_then_defaults() {
    let file = format!("{DEFAULTS}[tools.search]\ntimeout = \"4s\"\n");
    let own = ("MCP_TOOL_SEARCH__TIMEOUT", "5s");
    let all = ("MCP_DEFAULT__TIMEOUT", "2s");
    for (text, variables, tool, value, source) in [
        (file.as_str(), &[own, all][..], "search", "\"5s\"", "MCP_TOOL_SEARCH__TIMEOUT"),
        (&file, &[all], "search", "\"4s\"", "mcp.toml:4"),
        (DEFAULTS, &[all], "search", "\"10s\"", "attribute src/tools.rs:10"),
        (DEFAULTS, &[all], "pay", "\"2s\"", "MCP_DEFAULT__TIMEOUT"),
        (DEFAULTS, &[], "pay", "\"3s\"", "mcp.toml:2"),
        ("", &[], "pay", "\"30s\"", "default"),
    ] {
        let policy = with(text, variables).expect("no mistake");
        let found = shown(&policy, Some(tool), "timeout");
        assert_eq!(found, (value.to_owned(), source.to_owned()), "{text} {variables:?}");
        let seconds = value.trim_matches(['"', 's']).parse().expect("seconds");
        assert_eq!(policy.of(Kind::Tool, tool).timeout, Duration::from_secs(seconds));
    }
}

#[test]
fn the_server_listens_to_variables_before_the_file() {
    let text = "[server]\nflood = \"100/s\"\nrate_limit_status = 429\n";
    let policy = with(text, &[("MCP_SERVER__FLOOD", "off")]).expect("no mistake");
    assert_eq!(policy.server.flood, None);
    assert_eq!(policy.server.rate_limit_status, 429);
    assert_eq!(shown(&policy, None, "flood").1, "MCP_SERVER__FLOOD");
    assert_eq!(shown(&policy, None, "rate_limit_status").1, "mcp.toml:3");
}

#[test]
fn guards_are_switched_off() {
    let text = "[tools.search]\nrate = []\ncache = \"off\"\n[tools.pay]\nconcurrency = \"off\"\n\
                cost = \"off\"\nbudget = \"off\"\n";
    let policy = with(text, &[]).expect("no mistake");
    assert!(policy.of(Kind::Tool, "search").rates.is_empty());
    assert_eq!(policy.of(Kind::Tool, "search").cache, None);
    let pay = &policy.of(Kind::Tool, "pay");
    // The attribute's queue went with its limit.
    assert_eq!((pay.concurrency, pay.cost, pay.budget), (None, None, None));
}

#[test]
fn as_many_wait_as_run_unless_it_is_said() {
    let text = "[defaults]\nconcurrency = 7\nqueue_timeout = \"1s\"\n[server]\nconcurrency = 9\n";
    let policy = with(text, &[]).expect("no mistake");
    let queue =
        |tool: &'static str| policy.of(Kind::Tool, tool).concurrency.expect("a limit").queue;
    assert_eq!((queue("search"), queue("pay")), (7, 2));
    let limit = policy.of(Kind::Tool, "pay").concurrency.expect("a limit");
    assert_eq!((limit.calls, limit.timeout), (4, Duration::from_secs(1)));
    let server = policy.server.concurrency.expect("a limit");
    assert_eq!((server.queue, server.timeout), (9, Duration::from_secs(5)));
}

#[test]
fn a_default_cache_is_for_tools_that_change_nothing() {
    let mut program = program();
    program.handlers[4].guards = crate::handler::OwnGuards::default();
    let variables = [("MCP_DEFAULT__CACHE".to_owned(), "5s public".to_owned())];
    let policy = super::resolve(&program, None, &variables).expect("no mistake");
    assert!(policy.of(Kind::Tool, "search").cache.expect("a cache").public);
    assert_eq!(policy.of(Kind::Tool, "pay").cache, None);
}

#[test]
fn tools_can_be_withdrawn_by_default_and_offered_one_by_one() {
    let text = "defaults.enabled = false\ntools.pay.enabled = true\n";
    let policy = with(text, &[]).expect("no mistake");
    let offered: Vec<_> = program()
        .handlers
        .into_iter()
        .filter(|tool| policy.of(Kind::Tool, tool.name).enabled)
        .collect();
    assert_eq!(offered.len(), 1);
    assert!(policy.of(Kind::Tool, "pay").enabled);
}
