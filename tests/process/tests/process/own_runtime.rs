//! `run_blocking`: a `main` that is not async.

use rustix::process::Signal;
use serde_json::json;

use crate::support::{Process, address, call, fixture, post};

fn start(args: &[&str]) -> Process {
    let mut command = fixture();
    command.env("FIXTURE_OWN_RUNTIME", "1").args(args);
    Process::spawn_piped(command)
}

#[test]
fn stdio_runs_on_the_calling_thread_and_blocking_tools_beside_it() {
    let mut process = start(&[]);
    process.call(1, "block", &json!({"ms": 600_000}));
    process.call(2, "nap", &json!({"ms": 10}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "slept 10 ms");
    assert!(process.receive().to_string().contains("TIMEOUT"));
    // The thread that still blocks does not keep the process alive.
    assert!(process.finish().0.success());
}

#[test]
fn http_answers_and_drains() {
    let mut process = start(&["--http", "127.0.0.1:0"]);
    let response = post(&address(&process), &call(1, "add", &json!({"a": 1, "b": 2})));
    assert!(response.contains("\"text\":\"3\""), "{response}");
    process.signal(Signal::TERM);
    assert!(process.wait().success());
}

#[test]
fn a_server_that_cannot_start_ends_with_the_reason() {
    let mut command = fixture();
    command.env("FIXTURE_OWN_RUNTIME", "1").env("FIXTURE_BROKEN", "1");
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("2 problems"));
}
