use serde_json::json;

use super::super::Program;
use super::{PolicyFile, program, resolve};

fn small() -> Program {
    let mut program = program();
    program.handlers.drain(..3);
    program
}

const TEXT: &str = "[server]\nflood = \"100/s\"\n[tools.pay]\nenabled = false\n";

#[test]
fn as_a_table() {
    let file = PolicyFile { path: "mcp.toml", text: TEXT };
    let variables = [("MCP_TOOL_SEARCH__TIMEOUT".to_owned(), "1m30s".to_owned())];
    let policy = resolve(&small(), Some(file), &variables).expect("no mistake");
    let expected = r#"
FOR       SETTING            VALUE     SOURCE
(server)  concurrency        "off"     default
(server)  flood              "100/s"   mcp.toml:2
(server)  rate_limit_status  200       default
pay       enabled            false     mcp.toml:4
pay       auth               "off"     default
pay       timeout            "30s"     default
pay       rate               "off"     default
pay       concurrency        4         attribute src/tools.rs:20
pay       queue              2         attribute src/tools.rs:20
pay       queue_timeout      "5s"      default
pay       cost               "$0.50"   attribute src/tools.rs:20
pay       budget             "$2/day"  attribute src/tools.rs:20
pay       breaker            "off"     default
pay       cache              "off"     default
pay       max_output         "8MiB"    default
search    enabled            true      default
search    auth               "off"     default
search    timeout            "1m30s"   MCP_TOOL_SEARCH__TIMEOUT
search    rate               "60/min"  attribute src/tools.rs:10
search    concurrency        "off"     default
search    cost               "off"     default
search    budget             "off"     default
search    breaker            "off"     default
search    cache              "1m"      attribute src/tools.rs:10
search    max_output         "8MiB"    default
"#;
    assert_eq!(policy.to_string(), expected.trim_start());
}

#[test]
fn as_json() {
    let file = PolicyFile { path: "mcp.toml", text: TEXT };
    let policy = resolve(&small(), Some(file), &[]).expect("no mistake").json();
    assert_eq!(
        policy["server"]["flood"],
        json!({"value": "100/s", "source": {"from": "file", "path": "mcp.toml", "line": 2}})
    );
    assert_eq!(
        policy["tools"]["pay"]["concurrency"],
        json!({"value": 4, "source": {"from": "attribute", "file": "src/tools.rs", "line": 20}})
    );
    assert_eq!(
        policy["tools"]["search"]["timeout"],
        json!({"value": "10s", "source": {"from": "attribute", "file": "src/tools.rs", "line": 10}})
    );
    assert_eq!(policy["tools"]["search"]["enabled"]["source"], json!({"from": "default"}));
}
