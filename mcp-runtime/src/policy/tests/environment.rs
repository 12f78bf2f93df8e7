use super::{mistakes, program, resolve, shown, tool, with};
use crate::handler::Guards;
use crate::usage::Kind;

#[track_caller]
fn says(name: &str, value: &str, expected: &str) {
    assert_eq!(mistakes("", &[(name, value)]), [format!("{name}: {expected}")]);
}

#[test]
fn every_section_has_its_variables() {
    let policy = with(
        "",
        &[
            ("MCP_DEFAULT__MAX_OUTPUT", "64KB"),
            ("MCP_SERVER__CONCURRENCY", "8"),
            ("MCP_SERVER__RATE_LIMIT_STATUS", "429"),
            ("MCP_TOOL_NOTE_ADD__ENABLED", "false"),
            ("MCP_TOOL_PAY__RATE", "3/s, 5/4s per argument account"),
            ("MCP_TOOL_PAY__CONCURRENCY", "off"),
            ("MCP_TOOL_SEARCH__QUEUE_TIMEOUT", "2s"),
            ("MCP_TOOL_SEARCH__CONCURRENCY", "2"),
        ],
    )
    .expect("no mistake");
    assert_eq!(policy.of(Kind::Tool, "pay").max_output, 64_000);
    assert_eq!(policy.server.concurrency.map(|limit| limit.calls), Some(8));
    assert_eq!(policy.server.rate_limit_status, 429);
    assert!(!policy.of(Kind::Tool, "note.add").enabled);
    assert_eq!(policy.of(Kind::Tool, "pay").concurrency, None);
    assert_eq!(
        shown(&policy, Some("pay"), "rate"),
        (r#"["3/s", "5/4s per argument account"]"#.into(), "MCP_TOOL_PAY__RATE".into())
    );
    assert_eq!(shown(&policy, Some("search"), "queue_timeout").0, "\"2s\"");
}

#[test]
fn a_misspelt_variable_is_not_ignored() {
    says(
        "MCP_TOOL_PAY__TIMOUT",
        "1s",
        "there is no such setting; did you mean MCP_TOOL_PAY__TIMEOUT?",
    );
    says(
        "MCP_DEFAULT__timeout",
        "1s",
        "there is no such setting; did you mean MCP_DEFAULT__TIMEOUT?",
    );
    says(
        "MCP_SERVER__X",
        "1",
        "there is no such setting; after MCP_SERVER__ comes one of CONCURRENCY, QUEUE, \
         QUEUE_TIMEOUT, FLOOD, RATE_LIMIT_STATUS",
    );
    says("MCP_TOOL_PYA__RATE", "1/s", "there is no tool PYA; did you mean PAY?");
    says("MCP_TOOL_WEATHER__RATE", "1/s", "there is no tool WEATHER; `policy` lists what there is");
    says(
        "MCP_TOOL_PAY_QUEUE_TIMEOUT",
        "1s",
        "two underscores stand before a setting: write MCP_TOOL_PAY__QUEUE_TIMEOUT",
    );
    says(
        "MCP_SERVER_FLOOD",
        "1/s",
        "two underscores stand before a setting: write MCP_SERVER__FLOOD",
    );
    says(
        "MCP_DEFAULT_TIMEOUT",
        "1s",
        "two underscores stand before a setting: write MCP_DEFAULT__TIMEOUT",
    );
    says(
        "MCP_TOOL_GET_NOTE__RATE",
        "1/s",
        "stands for the tools `get-note` and `get_note` alike; set it in the policy file, where \
         their names differ",
    );
}

#[test]
fn a_wrong_value_is_a_mistake() {
    says("MCP_TOOL_PAY__ENABLED", "yes", "takes `true` or `false`, not `yes`");
    says("MCP_DEFAULT__QUEUE", "many", "takes a whole number, such as 4, not `many`");
    says(
        "MCP_TOOL_SEARCH__QUEUE",
        "1",
        "there is no queue without a limit before which to wait; set \
         `concurrency` as well, or remove this",
    );
    let all = mistakes("[server]\nx = 1", &[("MCP_SERVER__Y", ""), ("MCP_TOOL_PAY__COST", "$")]);
    assert_eq!(all.len(), 3, "{all:?}");
}

#[test]
fn underscores_of_a_name_are_not_the_two_before_the_setting() {
    for (name, variable) in
        [("a__b", "MCP_TOOL_A__B__QUEUE_TIMEOUT"), ("a_", "MCP_TOOL_A___QUEUE_TIMEOUT")]
    {
        let mut program = program();
        let guards = Guards::new().concurrency(1);
        program.handlers = vec![tool(name, 1, guards), tool("a", 2, guards)];
        let policy = resolve(&program, None, &[(variable.to_owned(), "7s".to_owned())]);
        let policy = policy.expect("no mistake");
        assert_eq!(shown(&policy, Some(name), "queue_timeout").1, variable);
        assert_eq!(shown(&policy, Some("a"), "queue_timeout").1, "default");
    }
}

#[test]
fn other_variables_are_left_alone() {
    let others = [
        ("MCP_SIGNING_KEY", "x"),
        ("MCP_POLICY", "mcp.toml"),
        // Common clients have these, and their children inherit them.
        ("MCP_TOOL_TIMEOUT", "60000"),
        ("MCP_SERVER_REQUEST_TIMEOUT", "10000"),
        // So does a container beside Kubernetes services of these names.
        ("MCP_SERVER_SERVICE_HOST", "10.0.0.7"),
        ("MCP_SERVER_PORT", "tcp://10.0.0.7:80"),
        ("MCP_SERVER_PORT_80_TCP_ADDR", "10.0.0.7"),
        ("MCP_TOOL_SERVICE_PORT", "80"),
        ("MCP_TOOL_PAY_SERVICE_HOST", "10.0.0.7"),
        ("MCP_DEFAULT_PORT", "tcp://10.0.0.7:80"),
    ];
    assert_eq!(with("", &others), with("", &[]));
}
