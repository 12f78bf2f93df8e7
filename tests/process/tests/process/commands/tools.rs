use serde_json::Value;

use super::{Folder, run, run_with};

#[test]
fn a_table_says_what_there_is() {
    let table = run(&["tools"]).ends(0);
    let line = table.lines().find(|line| line.starts_with("forecast ")).expect("the tool");
    for part in ["Forecast for a city.", "timeout 10s, rate 60/min", "read-only"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert!(table.starts_with("TOOL"), "{table}");
    let narrow = run_with(&["tools"], &[("COLUMNS", "60")], "").ends(0);
    assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
    assert!(narrow.contains('…'), "{narrow}");
}

#[test]
fn programs_get_json() {
    let all: Value = serde_json::from_str(&run(&["tools", "--json"]).ends(0)).expect("JSON");
    let forecast = all.as_array().unwrap().iter().find(|tool| tool["name"] == "forecast").unwrap();
    assert_eq!(forecast["guards"]["rate"], "60/min");
    assert_eq!(forecast["hints"][0], "read-only");
    assert_eq!(forecast["task"], Value::Null);
}

#[test]
fn a_tool_that_runs_as_a_task_says_so() {
    let table = run(&["tools"]).ends(0);
    let line = table.lines().find(|line| line.starts_with("errand ")).expect("the tool");
    assert!(line.ends_with("task required"), "{line}");
    let all: Value = serde_json::from_str(&run(&["tools", "--json"]).ends(0)).expect("JSON");
    let errand = all.as_array().unwrap().iter().find(|tool| tool["name"] == "errand").unwrap();
    assert_eq!(errand["task"], "required");
}

#[test]
fn prompts_and_resources_have_tables_too() {
    let table = run(&["prompts"]).ends(0);
    let line = table.lines().find(|line| line.starts_with("review ")).expect("the prompt");
    for part in ["Reviews a change.", "diff [most] [tone] [author]", "timeout 10s"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert!(!table.contains("forecast"), "{table}");
    let all: Value = serde_json::from_str(&run(&["prompts", "--json"]).ends(0)).expect("JSON");
    assert_eq!(all[0]["arguments"][0]["name"], "diff");
    assert_eq!(all[0]["arguments"][1]["required"], false);

    let table = run(&["resources"]).ends(0);
    let line = table.lines().find(|line| line.starts_with("entry ")).expect("the template");
    for part in ["log://{day}/{entry}{?lines}", "One entry of the log.", "text/plain"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    let all: Value = serde_json::from_str(&run(&["resources", "--json"]).ends(0)).expect("JSON");
    assert_eq!(all[0]["uriTemplate"], "log://{day}/{entry}{?lines}");
    assert_eq!(all[2]["uri"], "docs://readme");
}

#[test]
fn methods_of_ones_own_have_a_table_too() {
    let table = run(&["methods"]).ends(0);
    let line = table.lines().find(|line| line.starts_with("com.example/search ")).expect("it");
    for part in ["Looks through everything.", "query [limit]", "com.example/looks", "timeout 5s"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert!(table.starts_with("METHOD"), "{table}");
    let all: Value = serde_json::from_str(&run(&["methods", "--json"]).ends(0)).expect("JSON");
    assert_eq!(all[0]["name"], "com.example/search");
    assert_eq!(all[0]["extension"], "com.example/looks");
    assert_eq!(all[0]["arguments"][1]["required"], false);
}

#[test]
fn a_caller_sees_what_it_may_use_and_an_operator_all() {
    let folder = Folder::new("tools-policy");
    let policy = folder.file("mcp.toml");
    std::fs::write(&policy, "[tools.add]\nauth = \"sums\"\n[tools.nap]\nenabled = false\n")
        .unwrap();
    let minted =
        run_with(&["keys", "mint", "--name", "alice"], &[("FIXTURE_KEYS", "1")], "").ends(0);
    let (key, record) = minted.trim_end().split_once('\n').expect("two lines");
    let tools = |token: &str| {
        let environment =
            [("FIXTURE_KEYS", "1"), ("API_KEYS", record), ("MCP_ACCESS_TOKEN", token)];
        run_with(&["tools", "--policy", &policy], &environment, "")
    };
    let all = tools("").ends(0);
    assert!(all.contains("add  ") && all.contains("auth sums"), "{all}");
    assert!(all.lines().any(|line| line.starts_with("nap ") && line.contains("off")), "{all}");
    let some = tools(key).ends(0);
    assert!(
        !some.contains("auth sums") && !some.contains("\nnap ") && some.contains("\nbusy "),
        "{some}"
    );
    let refused = tools("another-key-0000000000");
    assert!(refused.stderr.contains("is not accepted"), "{}", refused.stderr);
    refused.ends(1);
}
