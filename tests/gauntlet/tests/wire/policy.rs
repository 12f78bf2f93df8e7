use serde_json::{Value, json};

use crate::harness::{Connection, Scratch, Setup, on_every_route};

const POLICY: &str = r#"[tools.limited]
rate = "1/min"
[tools.nap]
timeout = "50ms"
[tools.echo]
enabled = false
"#;

fn limit(connection: &mut dyn Connection) -> usize {
    (0..10).take_while(|_| connection.call("limited", json!({})).outcome() == "OK").count()
}

#[test]
fn a_file_overrides_the_attributes() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let policy = scratch.write("mcp.toml", POLICY);
        let mut connection = route.connect(&Setup::default().policy(&policy));
        assert_eq!(limit(&mut *connection), 1);
        let error = connection.call("nap", json!({"ms": 10_000})).error("TIMEOUT");
        assert!(error["message"].as_str().is_some_and(|text| text.contains(" 50 ms")), "{error}");

        let listed = connection.list().response;
        let tools = listed["result"]["tools"].as_array().expect("a list of tools");
        assert!(tools.iter().all(|tool| tool["name"] != "echo"), "{listed}");
        assert_eq!(tools.len(), 17);
        let refused = connection.call("echo", json!({"text": "hello"})).response;
        assert_eq!(refused["error"]["code"], -32602, "{refused}");
    });
}

#[test]
fn a_variable_beats_the_file_and_a_flag_the_variable_that_names_it() {
    on_every_route(|route| {
        let scratch = Scratch::new();
        let policy = scratch.write("mcp.toml", POLICY);
        let other = scratch.write("other.toml", "[tools.limited]\nrate = \"3/min\"\n");
        let named = Setup::default().variable("MCP_POLICY", &other);
        assert_eq!(limit(&mut *route.connect(&named)), 3);
        let flag = named.policy(&policy);
        assert_eq!(limit(&mut *route.connect(&flag)), 1);
        let variable = flag.variable("MCP_TOOL_LIMITED__RATE", "2/min");
        assert_eq!(limit(&mut *route.connect(&variable)), 2);
    });
}

#[test]
fn all_mistakes_keep_the_server_from_starting() {
    let scratch = Scratch::new();
    let text = "[tools.limited]\nrate = \"lots\"\n[tools.nip]\ntimeout = \"1s\"\n";
    let policy = scratch.write("mcp.toml", text);
    let setup = Setup::default().policy(&policy).variable("MCP_TOOL_ECHO__ENABLED", "perhaps");
    let path = policy.display();
    let places = [
        format!("{path}:2:8: tools.limited.rate: "),
        format!("{path}:3:8: tools.nip: "),
        "MCP_TOOL_ECHO__ENABLED: ".to_owned(),
    ];
    for setup in [
        setup.clone(),
        setup.clone().argument("--http").argument("127.0.0.1:0"),
        setup.argument("policy"),
    ] {
        let refused = setup.run();
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""), "{refused:?}");
        assert!(refused.stderr.contains("3 problems"), "{}", refused.stderr);
        for place in &places {
            assert!(refused.stderr.contains(place), "{place} is in {}", refused.stderr);
        }
    }
}

#[test]
fn the_command_shows_what_is_in_force_and_why() {
    let scratch = Scratch::new();
    let policy = scratch.write("mcp.toml", POLICY);
    let setup = Setup::default()
        .policy(&policy)
        .variable("MCP_TOOL_NAP__TIMEOUT", "70ms")
        .argument("policy");
    let path = policy.display().to_string();

    let shown = setup.run();
    assert_eq!(shown.code, Some(0), "{shown:?}");
    let row = |tool: &str, setting: &str| -> Vec<&str> {
        let rows = shown.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let mut rows = rows.filter(|row| row[..2] == [tool, setting]);
        let row = rows.next().unwrap_or_else(|| panic!("{tool} {setting}: {}", shown.stdout));
        row[2..].to_vec()
    };
    assert_eq!(row("limited", "rate"), ["\"1/min\"", &format!("{path}:2")]);
    assert_eq!(row("nap", "timeout"), ["\"70ms\"", "MCP_TOOL_NAP__TIMEOUT"]);
    assert_eq!(row("echo", "enabled"), ["false", &format!("{path}:6")]);
    assert_eq!(row("add", "enabled"), ["true", "default"]);
    assert_eq!(row("priced", "budget")[..2], ["\"$2/day\"", "attribute"]);

    let shown = setup.argument("--json").run();
    let shown: Value = serde_json::from_str(&shown.stdout).expect("JSON");
    let tools = &shown["tools"];
    let file = |line: u32| json!({"from": "file", "path": path, "line": line});
    assert_eq!(tools["limited"]["rate"], json!({"value": "1/min", "source": file(2)}));
    assert_eq!(tools["echo"]["enabled"], json!({"value": false, "source": file(6)}));
    assert_eq!(tools["nap"]["timeout"]["source"]["name"], "MCP_TOOL_NAP__TIMEOUT");
    assert_eq!(shown["server"]["flood"], json!({"value": "off", "source": {"from": "default"}}));
    let source = &tools["priced"]["budget"]["source"];
    assert!(source["file"].as_str().is_some_and(|file| file.ends_with("scarce.rs")), "{source}");
    let line = usize::try_from(source["line"].as_u64().expect("a line")).expect("a small number");
    let written = include_str!("../../src/scarce.rs").lines().nth(line - 1);
    assert!(written.is_some_and(|line| line.contains("fn priced")), "{source}: {written:?}");
}

/// As in `gauntlet policy | head -1`.
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    for argument in ["policy", "--help", "--version"] {
        let output = Setup::default().argument(argument).run_unread();
        assert!(output.status.success() && output.stderr.is_empty(), "{argument}: {output:?}");
    }
}
