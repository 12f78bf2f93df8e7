//! What `run` makes of arguments and mistakes.

use std::process::{Output, Stdio};

use serde_json::json;

use crate::support::{Process, address, call, fixture, post};

fn run(args: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = fixture();
    command.args(args).envs(environment.iter().copied()).stdin(Stdio::null());
    command.output().expect("the fixture runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_and_version_are_printed() {
    let help = run(&["--help"], &[]);
    assert!(help.status.success());
    assert!(text(&help.stdout).contains("--http <ADDR>"));
    let version = run(&["--version"], &[]);
    assert_eq!(text(&version.stdout), concat!("process-tests ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn mistakes_on_the_command_line_say_what_to_write() {
    for (args, part) in [
        (&["--port", "80"][..], "--help"),
        (&["polcy"], "'policy'"),
        (&["serve"], "serving needs no command: without one it serves stdin and stdout"),
        (&["serve", "--http", "127.0.0.1:0"], "serving needs no command"),
        (&["--json"], "unexpected argument '--json'"),
        (&["--ledger"], "write `--ledger usage.jsonl`"),
        (&["--http"], "--http 127.0.0.1:8080"),
        (&["--http", "eighty"], "--http 127.0.0.1:8080"),
        (&["--http", "0.0.0.0:0"], "dangerously_allow_anyone_on_the_network"),
    ] {
        let output = run(args, &[]);
        assert!(!output.status.success(), "{args:?}");
        assert!(text(&output.stderr).contains(part), "{args:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_broken_server_names_everything_that_is_wrong() {
    let output = run(&[], &[("FIXTURE_BROKEN", "1")]);
    let stderr = text(&output.stderr);
    assert!(!output.status.success());
    for part in ["2 problems", "two values of type `u8`", "at least 32 bytes"] {
        assert!(stderr.contains(part), "{part} in {stderr}");
    }
}

#[test]
fn a_signing_key_that_is_too_short_is_refused() {
    let output = run(&["--http", "127.0.0.1:0"], &[("MCP_SIGNING_KEY", "short")]);
    assert!(text(&output.stderr).contains("MCP_SIGNING_KEY needs at least 32 bytes"));
}

#[test]
fn http_takes_a_free_port_and_prints_it() {
    let process = Process::start(&["--http", "127.0.0.1:0"]);
    let response = post(&address(&process), &call(1, "add", &json!({"a": 1, "b": 2})));
    assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
    assert!(response.contains("\"text\":\"3\""), "{response}");
}

#[test]
fn a_taken_port_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&["--http", &address], &[]);
    let stderr = text(&output.stderr);
    assert!(stderr.contains(&format!("cannot listen on {address}: ")), "{stderr}");
    assert!(stderr.contains("or port 0 for one that is free; `ss -ltnp` shows"), "{stderr}");
}

#[test]
fn the_missing_folder_of_a_socket_is_named() {
    let output = run(&["--unix", "/no/such/folder/mcp.sock"], &[]);
    let stderr = text(&output.stderr);
    assert!(stderr.contains("cannot listen on /no/such/folder/mcp.sock: "), "{stderr}");
    assert!(stderr.contains("; make its folder first"), "{stderr}");
}

#[test]
fn whoever_starts_it_on_a_terminal_is_told_what_it_does() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("it can be opened");
    let name = ptsname(&ours, Vec::new()).expect("it has a name").into_string().expect("UTF-8");
    let theirs = std::fs::File::options().read(true).write(true).open(name).expect("its end");
    let mut command = fixture();
    command.stdin(theirs).stdout(Stdio::piped()).stderr(Stdio::piped());
    let process = Process::spawn(command);
    let line = process.stderr_line("this serves MCP on stdin and stdout");
    assert!(line.contains("`--http 127.0.0.1:8080`") && line.contains("`--help`"), "{line}");

    let (_, lines) = Process::start(&[]).finish_stderr();
    assert!(!lines.iter().any(|line| line.contains("this serves MCP")), "{lines:?}");
}
