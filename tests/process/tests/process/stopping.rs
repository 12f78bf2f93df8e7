//! From SIGTERM to the exit code.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::json;

use crate::supervised::Supervisor;
use crate::support::{Process, address, call, get, in_flight, post, side, until};

#[test]
fn balancers_hear_of_the_end_before_it_begins() {
    let args = ["--http", "127.0.0.1:0", "--health", "127.0.0.1:0", "--shutdown-delay", "1500ms"];
    let mut process = Process::start(&args);
    let (side, main) = (side(&process), address(&process));
    until(|| get(&side, "/readyz"), |answer| answer.0 == 200);
    let began = Instant::now();
    process.signal(Signal::TERM);
    until(|| get(&main, "/readyz"), |answer| answer.0 == 503);
    assert_eq!(get(&side, "/readyz").0, 503);
    assert_eq!(get(&side, "/livez").0, 200, "it is not to be killed");
    // Whoever has not heard yet is served.
    assert!(post(&main, &call(1, "add", &json!({"a": 1, "b": 2}))).contains("\"text\":\"3\""));
    assert!(
        began.elapsed() < Duration::from_millis(1_500),
        "the machine is too slow for this test"
    );
    assert!(process.wait().success());
    assert!(began.elapsed() >= Duration::from_millis(1_500));
}

#[test]
fn on_stdio_too() {
    let mut process = Process::start(&["--shutdown-delay", "1s"]);
    process.call(1, "add", &json!({"a": 1, "b": 2}));
    process.receive();
    process.signal(Signal::TERM);
    process.stderr_line("not ready any more");
    process.call(2, "add", &json!({"a": 2, "b": 2}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "4");
    assert!(process.wait().success());
}

/// A client that closes stdin wants its answers and sends nothing more.
#[test]
fn the_end_of_stdin_is_told_like_a_signal() {
    let supervisor = Supervisor::new("eof");
    let mut process = supervisor.start(|command| {
        command.args(["--health", "127.0.0.1:0"]);
    });
    let side = side(&process);
    until(|| get(&side, "/readyz"), |answer| answer.0 == 200);
    process.call(1, "nap", &json!({"ms": 1_500}));
    drop(process.stdin.take());
    until(|| get(&side, "/readyz"), |answer| answer.0 == 503);
    assert_eq!(get(&side, "/livez").0, 200, "it is not to be killed");
    // A signal that comes then says it no second time.
    process.signal(Signal::TERM);
    assert_eq!(process.receive()["result"]["content"][0]["text"], "slept 1500 ms");
    assert!(process.wait().success());
    let mut said = Vec::new();
    while let Some(text) = supervisor.within(Duration::from_millis(200)) {
        said.push(text);
    }
    assert_eq!(said.iter().filter(|text| *text == "STOPPING=1").count(), 1, "{said:?}");
}

#[test]
fn an_idle_client_that_leaves_is_told_too() {
    let supervisor = Supervisor::new("idle");
    let process = supervisor.start(|_| {});
    while supervisor.next() != "READY=1" {}
    assert!(process.finish().0.success());
    while supervisor.next() != "STOPPING=1" {}
}

#[test]
fn calls_that_are_cut_off_are_counted_and_fail_the_process() {
    let mut process = Process::start(&["--http", "127.0.0.1:0"]);
    let main = address(&process);
    let callers: Vec<_> = (0..3)
        .map(|id| {
            let main = main.clone();
            thread::spawn(move || post(&main, &call(id, "nap", &json!({"ms": 25_000}))))
        })
        .collect();
    in_flight(&main, 3);
    process.signal(Signal::TERM);
    for caller in callers {
        let response = caller.join().unwrap();
        assert!(response.contains("SHUTTING_DOWN"), "{response}");
    }
    assert_eq!(process.wait().code(), Some(1));
    let stderr = process.rest_of_stderr().join("\n");
    assert!(stderr.contains("calls were cut off"), "{stderr}");
    assert!(stderr.contains("the server stopped before 3 of its calls had ended"), "{stderr}");
}

/// What becomes of the calls of all callers.
#[derive(Default)]
struct Tally {
    answered: AtomicU32,
    refused: AtomicU32,
}

/// Calls on one connection until it is closed, and asserts that each request
/// that the server began to answer is answered to the end.
fn keep_calling(main: &str, session: Option<&str>, stop: &AtomicBool, tally: &Tally) {
    while !stop.load(Ordering::Relaxed) {
        let Ok(stream) = TcpStream::connect(main) else { break };
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut writer = stream;
        loop {
            match exchange(&mut reader, &mut writer, session) {
                None => break,
                Some(body) if body.contains("slept 30 ms") => {
                    tally.answered.fetch_add(1, Ordering::Relaxed);
                }
                Some(body) if body.contains("SHUTTING_DOWN") => {
                    tally.refused.fetch_add(1, Ordering::Relaxed);
                }
                Some(body) => panic!("neither answered nor refused: {body}"),
            }
        }
    }
}

/// One call; `None` where the connection was closed before it was answered.
fn exchange(
    reader: &mut BufReader<TcpStream>,
    writer: &mut TcpStream,
    session: Option<&str>,
) -> Option<String> {
    let (message, headers) = match session {
        None => (
            call(1, "nap", &json!({"ms": 30})),
            "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: nap\r\n"
                .to_owned(),
        ),
        Some(session) => (
            json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": {"name": "nap", "arguments": {"ms": 30}}}),
            format!("MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: {session}\r\n"),
        ),
    };
    let body = message.to_string();
    write!(
        writer,
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Accept: application/json, text/event-stream\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let (mut line, mut length) = (String::new(), 0);
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    loop {
        line.clear();
        reader.read_line(&mut line).expect("the head goes on");
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().expect("a number");
        }
    }
    let mut answer = vec![0; length];
    reader.read_exact(&mut answer).expect("an answer that has begun ends");
    Some(String::from_utf8(answer).expect("text"))
}

fn initialize(main: &str) -> String {
    let body = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "old", "version": "1"},
    }});
    let body = body.to_string();
    let mut stream = TcpStream::connect(main).unwrap();
    write!(
        stream,
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    let line =
        response.lines().find(|line| line.to_ascii_lowercase().starts_with("mcp-session-id:"));
    line.and_then(|line| line.split_once(": ")).expect("a session").1.to_owned()
}

#[test]
fn under_load_every_call_that_was_taken_in_is_answered() {
    let mut process = Process::start(&["--http", "127.0.0.1:0"]);
    let main = address(&process);
    let session = initialize(&main);
    // A stream of an older client, which waits for nothing.
    let mut listening = TcpStream::connect(&main).unwrap();
    listening.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(
        listening,
        "GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\
         MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: {session}\r\n\r\n"
    )
    .unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let tally = Arc::new(Tally::default());
    let callers: Vec<_> = (0..16)
        .map(|number| {
            let (main, stop, tally) = (main.clone(), Arc::clone(&stop), Arc::clone(&tally));
            let session = (number % 2 == 0).then(|| session.clone());
            thread::spawn(move || keep_calling(&main, session.as_deref(), &stop, &tally))
        })
        .collect();
    // Twice as many as there are callers, so that all of them call.
    until(|| tally.answered.load(Ordering::Relaxed), |answered| *answered >= 32);
    process.signal(Signal::TERM);
    let status = process.wait();
    stop.store(true, Ordering::Relaxed);
    for caller in callers {
        caller.join().unwrap();
    }
    assert_eq!(tally.refused.load(Ordering::Relaxed), 0, "30 ms fit into the drain");
    assert!(status.success());
    let mut stream = String::new();
    listening.read_to_string(&mut stream).expect("it is closed, not reset");
    assert!(stream.ends_with("0\r\n\r\n"), "the stream ends as HTTP ends one: {stream}");
}
