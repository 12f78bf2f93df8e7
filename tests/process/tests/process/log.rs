//! The log on stderr, whoever reads it.

use std::io::{BufRead as _, BufReader, PipeReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{Process, Scratch, call, fixture, post};

fn with(variables: &[(&str, &str)], args: &[&str]) -> Process {
    let mut command = fixture();
    command.envs(variables.iter().copied()).args(args);
    Process::spawn_piped(command)
}

/// A server whose stderr is this end of a pipe.
fn unread(variables: &[(&str, &str)]) -> (Process, PipeReader) {
    let (reader, writer) = std::io::pipe().unwrap();
    let mut command = fixture();
    command.envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(writer);
    (Process::spawn(command), reader)
}

fn remark(process: &mut Process, id: u32, text: &str) {
    process.call(id, "remark", &json!({ "text": text }));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "said");
}

fn objects(lines: &[String]) -> Vec<Value> {
    let parse = |line: &String| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
    lines.iter().map(parse).collect()
}

/// On the server's one thread, and beside its runtime.
const RUNTIMES: [&[(&str, &str)]; 2] = [&[], &[("FIXTURE_OWN_RUNTIME", "1")]];

#[test]
fn calls_go_on_where_nobody_reads_and_what_is_missing_is_said() {
    for variables in RUNTIMES {
        let (mut process, reader) = unread(variables);
        let long = "x".repeat(8_000);
        for id in 0..300 {
            remark(&mut process, id, &long);
        }
        for id in 0..100 {
            process.call(id, "crash", &json!({}));
            assert!(process.receive().to_string().contains("INTERNAL"));
        }
        let (lines, read) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            BufReader::new(reader)
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| lines.send(line))
        });
        let until = |part: &str| {
            let deadline = Instant::now() + Duration::from_secs(20);
            loop {
                let left = deadline.saturating_duration_since(Instant::now());
                let line = read.recv_timeout(left).unwrap_or_else(|_| panic!("no {part:?}"));
                if line.contains(part) {
                    return serde_json::from_str::<Value>(&line).unwrap();
                }
            }
        };
        let lost = until("lines of the log were lost");
        assert!(lost["lines"].as_u64() > Some(100), "{lost}");
        remark(&mut process, 1_000, "there is room again");
        until("there is room again");
        assert!(process.finish().0.success());
    }
}

#[test]
fn an_unread_log_does_not_hold_up_the_end() {
    for variables in RUNTIMES {
        let (mut process, reader) = unread(variables);
        let long = "x".repeat(8_000);
        (0..200).for_each(|id| remark(&mut process, id, &long));
        let start = Instant::now();
        assert!(process.finish().0.success());
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        drop(reader);
    }
}

#[test]
fn calls_go_on_where_stderr_is_closed() {
    for variables in RUNTIMES {
        let (mut process, reader) = unread(variables);
        drop(reader);
        for id in 0..20 {
            remark(&mut process, id, "to nobody");
            process.call(id, "crash", &json!({}));
            assert!(process.receive().to_string().contains("INTERNAL"));
        }
        assert!(process.finish().0.success());
    }
}

#[test]
fn http_starts_where_stderr_is_closed() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = fixture();
    command.args(["--http", &address]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(writer);
    let mut process = Process::spawn(command);
    let deadline = Instant::now() + Duration::from_secs(20);
    while std::net::TcpStream::connect(&address).is_err() {
        assert!(Instant::now() < deadline, "it does not listen");
        std::thread::sleep(Duration::from_millis(10));
    }
    let response = post(&address, &call(1, "remark", &json!({"text": "to nobody"})));
    assert!(response.contains("said"), "{response}");
    process.signal(Signal::TERM);
    assert!(process.wait().success());
}

#[test]
fn everything_is_written_before_the_end() {
    for variables in RUNTIMES {
        let mut process = with(variables, &[]);
        let mut stdin = process.stdin.take().unwrap();
        for id in 0..500 {
            use std::io::Write as _;
            writeln!(stdin, "{}", call(id, "add", &json!({"a": 1, "b": 2}))).unwrap();
        }
        drop(stdin);
        let (status, lines) = process.finish_stderr();
        assert!(status.success());
        let calls = objects(&lines);
        let calls = calls.iter().filter(|line| line["target"] == "mcp_runtime::call");
        assert_eq!(calls.count(), 500);
    }
}

#[test]
fn a_second_signal_and_a_panic_of_main_lose_nothing() {
    let mut process = with(&[], &[]);
    remark(&mut process, 1, "before the end");
    process.call_taken_in(2, "nap", &json!({"ms": 25_000}));
    process.signal(Signal::TERM);
    process.stderr_line("stopping");
    process.signal(Signal::TERM);
    assert_eq!(process.wait().code(), Some(130));

    let scratch = Scratch::new("panic");
    let file = scratch.path("panic").display().to_string();
    let mut process = with(&[("FIXTURE_PANIC", &file)], &[]);
    remark(&mut process, 1, "before the panic");
    std::fs::write(&file, "").unwrap();
    assert_eq!(process.wait().code(), Some(101));
    let (_, lines) = process.finish_stderr();
    let lines = objects(&lines);
    assert!(lines.iter().any(|line| line["message"] == "remark: before the panic"));
    let panic = lines.iter().find(|line| line["target"] == "mcp_runtime::panic").unwrap();
    assert_eq!(
        (&panic["message"], &panic["thread"]),
        (&json!("panicked: main gave up"), &json!("main"))
    );
    assert!(panic["location"].as_str().unwrap().contains("main.rs:"), "{panic}");
}

#[test]
fn no_argument_is_logged_whatever_is_shown() {
    let mut process = with(&[("RUST_LOG", "mcp_runtime=debug")], &[]);
    process.call(1, "nap", &json!({"ms": "hunter2"}));
    assert!(process.receive().to_string().contains("hunter2"), "the caller is told");
    let (_, lines) = process.finish_stderr();
    assert!(lines.iter().any(|line| line.contains("INVALID_INPUT")), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("hunter2")), "{lines:?}");
}

#[test]
fn an_empty_filter_is_none() {
    let mut process = with(&[("RUST_LOG", "")], &[]);
    remark(&mut process, 1, "shown by default");
    let (_, lines) = process.finish_stderr();
    assert!(objects(&lines).iter().any(|line| line["text"] == "shown by default"), "{lines:?}");
}

/// What `main` says of the error would wait there.
#[test]
fn a_failed_server_ends_where_nobody_reads() {
    for variables in RUNTIMES {
        let (mut process, _unread) = unread(variables);
        let long = "x".repeat(8_000);
        (0..20).for_each(|id| remark(&mut process, id, &long));
        process.call_taken_in(20, "nap", &json!({"ms": 25_000}));
        process.signal(Signal::TERM);
        assert_eq!(process.wait().code(), Some(1));
    }
}

#[test]
fn a_panic_is_told_though_the_log_is_off() {
    let mut process = with(&[("RUST_LOG", "off")], &[]);
    process.call(1, "crash", &json!({}));
    process.receive();
    let (_, lines) = process.finish_stderr();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].contains("panicked at") && lines[0].ends_with(r"a tool's\nown bug"),
        "{lines:?}"
    );
}

const EVIL: &str = "one\n{\"level\":\"ERROR\"}\r\x1b[2Jtwo\u{2028}three";

#[test]
fn each_line_is_an_object_where_nobody_is_at_a_terminal() {
    let mut process = with(&[], &[]);
    remark(&mut process, 1, EVIL);
    let (_, lines) = process.finish_stderr();
    let lines = objects(&lines);
    let said = lines.iter().find(|line| line["target"] == "process_fixture").unwrap();
    assert_eq!(said["message"], format!("remark: {EVIL}"));
    assert_eq!((&said["text"], &said["level"]), (&json!(EVIL), &json!("INFO")));
    assert!(said["time"].as_str().unwrap().ends_with('Z'), "{said}");
    let called = lines.iter().find(|line| line["target"] == "mcp_runtime::call").unwrap();
    for (member, value) in [
        ("tool", json!("remark")),
        ("caller", json!("process")),
        ("outcome", json!("OK")),
        ("cached", json!(false)),
    ] {
        assert_eq!(called[member], value, "{called}");
    }
    assert_eq!(called["request_id"].as_str().map(str::len), Some(16), "{called}");
    assert!(called["duration"].as_f64() > Some(0.0) && called["waited"].is_f64(), "{called}");
    assert!(called.get("cost").is_none(), "{called}");
}

#[test]
fn lines_for_people_are_one_line_each() {
    for (variables, args) in
        [(&[][..], &["--log-format", "text"][..]), (&[("MCP_LOG_FORMAT", "text")], &[])]
    {
        let mut process = with(variables, args);
        remark(&mut process, 1, EVIL);
        let (_, lines) = process.finish_stderr();
        assert_eq!(lines.len(), 2, "{lines:?}");
        let escaped = r#" INFO process_fixture: remark: one\n{"level":"ERROR"}\r\u{1b}[2Jtwo\u{2028}three text="#;
        assert!(lines[0].contains(escaped), "{lines:?}");
        let called = r#" INFO mcp_runtime::call: call request_id=""#;
        assert!(lines[1].contains(called) && lines[1].contains(r#" outcome="OK" "#), "{lines:?}");
    }
}

#[test]
fn there_is_no_other_format() {
    for (variables, args) in
        [(&[][..], &["--log-format", "xml"][..]), (&[("MCP_LOG_FORMAT", "xml")], &[])]
    {
        let process = with(variables, args);
        let (status, lines) = process.finish_stderr();
        assert!(!status.success());
        assert!(lines.join("\n").contains("write `json` or `text`"), "{lines:?}");
    }
}

#[test]
fn a_log_of_warnings_has_the_calls_that_the_server_failed() {
    let mut process = with(&[("RUST_LOG", "warn")], &[]);
    remark(&mut process, 1, "unheard");
    process.call(2, "block", &json!({"ms": 1_000}));
    assert!(process.receive().to_string().contains("TIMEOUT"));
    let (_, lines) = process.finish_stderr();
    let calls = objects(&lines);
    let calls: Vec<_> = calls.iter().filter(|line| line["target"] == "mcp_runtime::call").collect();
    assert_eq!(calls.len(), 1, "{lines:?}");
    assert_eq!((&calls[0]["level"], &calls[0]["outcome"]), (&json!("WARN"), &json!("TIMEOUT")));
}

#[test]
fn a_signal_turns_details_on_and_off() {
    let mut process = with(&[], &[]);
    remark(&mut process, 1, "first");
    process.signal(Signal::USR1);
    process.stderr_line("until SIGUSR1 comes again");
    remark(&mut process, 2, "second");
    process.stderr_line("the details of a remark");
    process.signal(Signal::USR1);
    process.stderr_line("what it did before SIGUSR1");
    remark(&mut process, 3, "third");
    let (status, lines) = process.finish_stderr();
    assert!(status.success());
    assert!(lines.iter().any(|line| line.contains("third")), "{lines:?}");
    assert!(!lines.iter().any(|line| line.contains("the details")), "{lines:?}");
}

/// The signal would end a process that does not listen for it.
#[test]
fn the_signal_changes_nothing_where_the_program_has_a_log_of_its_own() {
    let mut process = with(&[("FIXTURE_OWN_LOG", "1")], &[]);
    remark(&mut process, 1, "first");
    process.signal(Signal::USR1);
    process.stderr_line("SIGUSR1 changes nothing");
    remark(&mut process, 2, "second");
    assert!(process.finish().0.success());
}

#[test]
fn a_value_that_panics_leaves_its_line_whole() {
    const INSTEAD: &str = "Obs<not written: formatting it panicked>";
    for format in ["json", "text"] {
        let mut process = with(&[("MCP_LOG_FORMAT", format)], &[]);
        process.call(1, "obscure", &json!({}));
        assert_eq!(process.receive()["result"]["content"][0]["text"], "said");
        let (status, lines) = process.finish_stderr();
        assert!(status.success());
        // Each panic has a line as well.
        let (panics, lines): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|line| line.ends_with("nobody can see it"));
        assert!(panics.iter().all(|line| line.starts_with("thread ")), "{panics:?}");
        assert_eq!((panics.len(), lines.len()), (3, 3), "{lines:?}");
        if format == "text" {
            assert!(lines[0].ends_with(&format!(" a message value={INSTEAD}")), "{lines:?}");
            let span = format!("obscure{{value={INSTEAD}}}:");
            assert!(lines[1].contains(&span), "{lines:?}");
            assert!(lines[1].ends_with(&format!(" within: {INSTEAD}")), "{lines:?}");
        } else {
            let lines = objects(&lines);
            assert_eq!(
                (&lines[0]["message"], &lines[0]["value"]),
                (&json!("a message"), &json!(INSTEAD))
            );
            assert_eq!(lines[1]["spans"], json!([{"name": "obscure", "value": INSTEAD}]));
            assert_eq!(lines[1]["message"], format!("within: {INSTEAD}"));
        }
    }
}
