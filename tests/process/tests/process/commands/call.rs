use std::process::Stdio;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::{Folder, run, run_with};
use crate::support::{Process, fixture};

#[test]
fn flags_an_object_a_file_and_stdin_say_the_same() {
    let folder = Folder::new("call-object");
    let file = folder.file("numbers.json");
    std::fs::write(&file, "{\"a\": 1, \"b\": 2}").unwrap();
    let at_file = format!("@{file}");
    for (args, stdin) in [
        (&["call", "add", "--a", "1", "--b", "2"][..], ""),
        (&["call", "add", "{\"a\": 1, \"b\": 2}"], ""),
        (&["call", "add", &at_file], ""),
        (&["call", "add", "-"], "{\"a\": 1, \"b\": 2}"),
        (&["call", "add", "{\"a\": 1}", "--b=2"], ""),
    ] {
        assert_eq!(run_with(args, &[], stdin).ends(0), "3\n", "{args:?}");
    }
    assert_eq!(run(&["call", "add", "--a", "-1.5", "--b", "1e1"]).ends(0), "8.5\n");
}

#[test]
fn the_log_of_a_command_has_warnings_alone() {
    let args = ["call", "add", "--a=1", "--b=2"];
    assert_eq!(run(&args).stderr, "");
    let wanted = run_with(&args, &[("RUST_LOG", "info")], "").stderr;
    assert!(wanted.contains("mcp_runtime::call"), "{wanted}");
}

#[test]
fn arguments_of_all_kinds_arrive() {
    let args = [
        "call",
        "forecast",
        "--json",
        "--city",
        "Oslo",
        "--days",
        "2",
        "--unit",
        "fahrenheit",
        "--warn-of",
        "ice",
        "--warn_of",
        "fog",
        "--place.street",
        "Main 1",
        "--place.floor",
        "-2",
    ];
    let answer: Value = serde_json::from_str(&run(&args).ends(0)).expect("JSON");
    let said = "Some(\"fahrenheit\") [\"ice\", \"fog\"] Some(\"Main 1 Some(-2)\")";
    assert_eq!(answer, json!({"city": "Oslo", "noon": [21.5, 21.5], "said": said}));
}

#[test]
fn a_tool_explains_its_arguments() {
    let help = run(&["call", "forecast", "--help"]).ends(0);
    for part in [
        "Forecast for a city.",
        "--city <TEXT>",
        "City name, such as \"Oslo\". [required]",
        "an integer from 1 to 14; default: 3",
        "celsius",
        "Degrees of brine.",
        "--place.street <TEXT>",
        "may be repeated",
    ] {
        assert!(help.contains(part), "{part} in {help}");
    }
}

#[test]
fn examples_are_of_the_servers_own_tools() {
    let help = |tools: &str, command: &str| {
        run_with(&[command, "--help"], &[("FIXTURE_TOOLS", tools)], "").ends(0)
    };
    for (tools, command, examples) in [
        (
            "nap",
            "call",
            &["call nap --ms 1\n", "call nap '{\"ms\":1}'\n", "call nap @arguments.json"][..],
        ),
        ("none", "call", &["call TOOL --help\n", "call TOOL @arguments.json"]),
        ("nap", "schema", &["schema nap\n"]),
        ("none", "schema", &["schema NAME\n"]),
    ] {
        let help = help(tools, command);
        for example in examples {
            assert!(help.contains(example), "{tools} {command}: {example} in {help}");
        }
        assert!(!help.contains(" add") && !help.contains(" draw"), "{tools} {command}: {help}");
    }
    // What is shown works.
    let help = run(&["call", "--help"]).ends(0);
    let (_, examples) = help.split_once("Examples:\n").expect("examples");
    let first = examples.lines().next().and_then(|line| line.split_once(" call ")).expect("a call");
    run(&[&["call"], &first.1.split(' ').collect::<Vec<_>>()[..]].concat()).ends(0);
}

#[test]
fn the_cause_of_a_failure_is_in_the_log() {
    for _ in 0..20 {
        let mut process = Process::start(&["call", "crash"]);
        assert_eq!(process.wait().code(), Some(1));
        let lines = process.rest_of_stderr().join("\n");
        assert!(lines.contains("a tool panicked"), "{lines}");
    }
}

#[test]
fn the_code_tells_how_it_ended() {
    for (args, code, part) in [
        (
            &["call", "busy"][..],
            75,
            "UPSTREAM: the service is busy\nTry again soon.\nretryAfter: 2 s\nrequestId: ",
        ),
        (
            &["call", "forecast", "--city", "Oslo", "--days", "15"],
            1,
            "INVALID_INPUT: 1 argument is invalid: /days: expected an integer from 1 to 14, got 15\n",
        ),
        (&["call", "forecast", "{}"], 1, "/city"),
        (&["call", "forecast"], 2, "--city <TEXT>"),
        (&["call", "forecst"], 2, "no tool `forecst`: did you mean `forecast`?"),
        (&["call"], 2, "process-fixture tools"),
        (&["call", "forecast", "--cty", "Oslo"], 2, "'--city'"),
        (&["call", "forecast", "--city", "-x"], 2, "`--option=-x`"),
        (&["call", "forecast", "--city", "-hi"], 2, "where it begins with `-`, `--city=-VALUE`"),
        (
            &["call", "forecast", "--city", "Oslo", "--unit", "kelvin"],
            2,
            "possible values: celsius, fahrenheit",
        ),
        (&["call", "forecast", "@/nowhere.json"], 2, "/nowhere.json"),
        (&["call", "--polcy", "x", "add"], 2, "--policy"),
        (&["call", "add", "{\"a\": 1, \"b\": 2}", "--policy", "/nowhere.toml"], 2, "/nowhere.toml"),
    ] {
        let ran = run(args);
        assert!(ran.stderr.contains(part), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.ends(code), "", "{args:?}");
    }
    let ran = run(&["call", "--json", "busy"]);
    let error: Value = serde_json::from_str(&ran.stderr).expect("JSON on stderr");
    assert_eq!((&error["error"], &error["retryAfter"]), (&json!("UPSTREAM"), &json!(2)));
}

#[test]
fn a_call_passes_the_guards_and_is_written_down() {
    let folder = Folder::new("call-ledger");
    let (policy, ledger) = (folder.file("mcp.toml"), folder.file("usage.jsonl"));
    std::fs::write(&policy, "[tools.add]\ncost = \"$1\"\nbudget = \"$1/day\"\n").unwrap();
    let args = ["call", "add", "--a=1", "--b=2", "--policy", &policy, "--ledger", &ledger];
    assert_eq!(run(&args).ends(0), "3\n");
    let refused = run(&args);
    assert!(refused.stderr.starts_with("BUDGET_EXCEEDED: "), "{}", refused.stderr);
    refused.ends(75);
    assert!(folder.read("usage.jsonl").contains("\"add\""));

    std::fs::write(&policy, "[tools.add]\nenabled = false\n").unwrap();
    let gone = run(&["call", "--policy", &policy, "add", "--a=1", "--b=2"]);
    assert!(gone.stderr.contains("`add` is switched off by the policy"), "{}", gone.stderr);
    gone.ends(2);
}

#[test]
fn the_caller_is_who_the_environment_says() {
    let minted =
        run_with(&["keys", "mint", "--name", "alice"], &[("FIXTURE_KEYS", "1")], "").ends(0);
    let (key, record) = minted.trim_end().split_once('\n').expect("two lines");
    let call = |token: Option<&str>| {
        let mut environment = vec![("FIXTURE_KEYS", "1"), ("API_KEYS", record)];
        environment.extend(token.map(|token| ("MCP_ACCESS_TOKEN", token)));
        run_with(&["call", "add", "--a=1", "--b=2"], &environment, "")
    };
    assert_eq!(call(Some(key)).ends(0), "3\n");
    let nobody = call(None);
    assert!(nobody.stderr.contains("MCP_ACCESS_TOKEN"), "{}", nobody.stderr);
    nobody.ends(2);
    let other = call(Some("another-key-0000000000"));
    assert!(other.stderr.contains("is not accepted"), "{}", other.stderr);
    other.ends(2);
}

#[test]
fn bytes_go_to_files() {
    let folder = Folder::new("call-out");
    let out = folder.file("dots.png");
    let ran = run(&["call", "draw", "--out", &out]);
    assert_eq!(ran.ends(0), "two dots\n");
    assert_eq!(std::fs::read(&out).unwrap(), [137, 80, 78, 71]);
    assert_eq!(std::fs::read(folder.file("dots-2.png")).unwrap(), [0, 1, 2]);
    let ran = run(&["call", "draw"]);
    assert!(ran.stderr.contains("image/png, about 3 bytes: add --out FILE"), "{}", ran.stderr);
    assert_eq!(ran.ends(0), "two dots\n");
}

#[test]
fn a_tool_that_is_a_task_for_others_is_waited_for() {
    assert_eq!(run(&["call", "errand", "--ms", "10"]).ends(0), "it is done\n");
}

#[test]
fn ctrl_c_cancels_and_progress_is_on_stderr() {
    for own_runtime in [false, true] {
        let mut command = fixture();
        command.args(["call", "endless", "--to", "3"]).stdin(Stdio::null());
        command
            .env_remove("MCP_ACCESS_TOKEN")
            .envs(own_runtime.then_some(("FIXTURE_OWN_RUNTIME", "1")));
        let mut process = Process::spawn_piped(command);
        // Its control characters are no commands.
        assert_eq!(process.stderr_line("[3/3]"), "[3/3] step\u{fffd}[2J");
        process.stderr_line("info: counted");
        process.signal(Signal::INT);
        process.stderr_line("cancelled");
        let status = process.wait();
        assert_eq!(status.code(), Some(130), "{status}");
    }
}
