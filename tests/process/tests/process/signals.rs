//! Stopping, asked for once and twice.

use std::process::Stdio;

use rustix::process::Signal;
use serde_json::json;

use crate::support::{Process, address, call, fixture, in_flight, post, question};

#[test]
fn sigterm_and_ctrl_c_let_calls_finish() {
    for signal in [Signal::TERM, Signal::INT] {
        let mut process = Process::start(&[]);
        process.call_taken_in(1, "nap", &json!({"ms": 600}));
        process.signal(signal);
        let answer = process.receive();
        assert_eq!(answer["result"]["content"][0]["text"], "slept 600 ms");
        assert!(process.wait().success());
    }
}

#[test]
fn a_call_that_outlasts_the_drain_is_told_so() {
    let mut process = Process::start(&[]);
    process.call_taken_in(1, "nap", &json!({"ms": 25_000}));
    process.signal(Signal::TERM);
    let answer = process.receive();
    assert!(answer.to_string().contains("SHUTTING_DOWN"), "{answer}");
    assert_eq!(process.wait().code(), Some(1));
    process.stderr_line("the server stopped before 1 of its calls had ended");
}

/// Nothing is read any more, so no answer can come.
#[test]
fn a_call_whose_client_is_asked_is_told_so_at_once() {
    let mut process = Process::start(&[]);
    process.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {"elicitation": {}},
        "clientInfo": {"name": "tests", "version": "1"}}}));
    process.receive();
    let params = json!({"name": "book", "arguments": {}});
    process.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}));
    let asked = process.receive();
    assert_eq!(asked["method"], "elicitation/create", "{asked}");
    process.signal(Signal::TERM);
    let taken_back = process.receive();
    assert_eq!(taken_back["params"]["requestId"], asked["id"], "{taken_back}");
    let answer = process.receive();
    assert!(answer.to_string().contains("SHUTTING_DOWN"), "{answer}");
    assert!(process.wait().success());
}

/// A task of the fixture that takes so long.
fn errand(process: &mut Process, ms: u64) {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities":
            {"extensions": {"io.modelcontextprotocol/tasks": {}}},
    });
    process.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "errand", "arguments": {"ms": ms}, "_meta": meta}}));
    let answer = process.receive();
    assert_eq!(answer["result"]["resultType"], "task", "{answer}");
}

#[test]
fn a_task_is_waited_for_as_a_call_is() {
    let mut process = Process::start(&[]);
    errand(&mut process, 600);
    process.signal(Signal::TERM);
    process.stderr_line("the errand is done");
    assert!(process.wait().success());

    let mut process = Process::start(&[]);
    errand(&mut process, 25_000);
    process.signal(Signal::TERM);
    assert_eq!(process.wait().code(), Some(1));
    process.stderr_line("the server stopped before 1 of its calls had ended");
}

#[test]
fn a_task_ends_with_the_only_client_that_could_ask_for_it() {
    let mut process = Process::start(&[]);
    // Longer than anything here is waited for.
    errand(&mut process, 25_000);
    let (status, stderr) = process.finish_stderr();
    assert!(status.success());
    assert!(stderr.iter().any(|line| line.contains("CANCELLED")), "{stderr:?}");
}

#[test]
fn calls_that_were_read_and_not_started_are_told_so_at_once() {
    let mut command = fixture();
    command.env("FIXTURE_IN_FLIGHT", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = Process::spawn(command);
    let calls = [
        call(1, "nap", &json!({"ms": 1_000})),
        call(2, "add", &json!({"a": 1, "b": 2})), // waits its turn
        question(),
        call(3, "add", &json!({"a": 1, "b": 2})), // is one too many to wait
        call(4, "add", &json!({"a": 1, "b": 2})), // is not even looked at
    ];
    process.take_in(&calls);
    process.signal(Signal::TERM);
    for id in 2..=4 {
        let answer = process.receive();
        assert_eq!(answer["id"], id, "{answer}");
        assert!(answer.to_string().contains("SHUTTING_DOWN"), "{answer}");
    }
    assert_eq!(process.receive()["result"]["content"][0]["text"], "slept 1000 ms");
    assert!(process.wait().success());
}

#[test]
fn a_second_signal_ends_the_process_at_once() {
    let mut process = Process::start(&[]);
    process.call_taken_in(1, "nap", &json!({"ms": 25_000}));
    process.signal(Signal::TERM);
    process.stderr_line("stopping");
    process.signal(Signal::TERM);
    assert_eq!(process.wait().code(), Some(130));
}

/// Not a test of one lucky order: the signal is sent as soon as the address
/// is known, many times over.
#[test]
fn http_that_says_it_listens_can_be_stopped() {
    for _ in 0..30 {
        let mut process = Process::start(&["--http", "127.0.0.1:0"]);
        address(&process);
        process.signal(Signal::TERM);
        assert!(process.wait().success());
    }
}

#[test]
fn http_drains_on_sigterm_and_the_port_is_free_afterwards() {
    let mut process = Process::start(&["--http", "127.0.0.1:0"]);
    let address = address(&process);
    let caller = {
        let address = address.clone();
        std::thread::spawn(move || post(&address, &call(1, "nap", &json!({"ms": 700}))))
    };
    in_flight(&address, 1);
    process.signal(Signal::TERM);
    let response = caller.join().unwrap();
    assert!(response.contains("slept 700 ms"), "{response}");
    assert!(process.wait().success());
    assert!(std::net::TcpStream::connect(&address).is_err());
}
