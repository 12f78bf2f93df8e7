//! Standard streams of every kind.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::Stdio;

use serde_json::json;

use crate::support::{Process, call, fixture, get, question, side, until};

#[test]
fn stray_output_goes_to_stderr_and_children_cannot_swallow_messages() {
    let mut process = Process::start(&[]);
    process.call(1, "chatter", &json!({}));
    process.call(2, "add", &json!({"a": 1, "b": 2}));
    let mut answers = [process.receive(), process.receive()];
    answers.sort_by_key(|answer| answer["id"].as_u64());
    assert_eq!(answers[0]["result"]["content"][0]["text"], "quiet: true");
    assert_eq!(answers[1]["result"]["content"][0]["text"], "3");
    process.stderr_line("stray output of the tool");
    process.stderr_line("from a child");
    let (status, rest) = process.finish();
    assert!(status.success());
    assert_eq!(rest, Vec::<String>::new());
}

#[test]
fn tools_of_a_library_crate_are_served() {
    let mut process = Process::start(&[]);
    process.call(1, "from_library", &json!({}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "from the library");
}

#[test]
fn the_end_of_stdin_ends_the_process_after_its_last_answer() {
    let mut process = Process::start(&[]);
    process.call(1, "nap", &json!({"ms": 200}));
    process.call(2, "add", &json!({"a": 1, "b": 2}));
    let (status, lines) = process.finish();
    assert!(status.success());
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].contains("slept 200 ms"));
}

#[test]
fn a_client_that_is_gone_does_not_keep_its_calls_running() {
    // A nap is longer than the wait for the process's end.
    let nap = format!("{}\n{}\n", call(1, "nap", &json!({"ms": 29_000})), question());
    for stdout_first in [true, false] {
        let (stdout, theirs) = std::io::pipe().unwrap();
        let mut command = fixture();
        command.args(["--health", "127.0.0.1:0"]);
        command.stdin(Stdio::piped()).stdout(theirs).stderr(Stdio::piped());
        let mut process = Process::spawn(command);
        let side = side(&process);
        let mut stdin = process.stdin.take().unwrap();
        stdin.write_all(nap.as_bytes()).unwrap();
        let mut stdout = BufReader::new(stdout);
        stdout.read_line(&mut String::new()).unwrap();
        if stdout_first {
            drop(stdout);
            drop(stdin);
        } else {
            drop(stdin);
            until(|| get(&side, "/readyz"), |answer| answer.0 == 503);
            drop(stdout);
        }
        process.stderr_line("the client is gone");
        assert!(process.wait().success());
    }
}

#[test]
fn a_client_that_closes_its_socket_does_not_keep_its_calls_running() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut command = fixture();
    command
        .args(["--health", "127.0.0.1:0"])
        .stdin(Stdio::from(OwnedFd::from(theirs.try_clone().unwrap())))
        .stdout(Stdio::from(OwnedFd::from(theirs)))
        .stderr(Stdio::piped());
    let mut process = Process::spawn(command);
    let side = side(&process);
    until(|| get(&side, "/readyz"), |answer| answer.0 == 200);
    writeln!(&ours, "{}", call(1, "nap", &json!({"ms": 29_000}))).unwrap();
    ours.shutdown(std::net::Shutdown::Write).unwrap();
    until(|| get(&side, "/readyz"), |answer| answer.0 == 503);
    drop(ours);
    process.stderr_line("the client is gone");
    assert!(process.wait().success());
}

#[test]
fn twenty_thousand_requests_at_once_are_all_answered_once() {
    const COUNT: u32 = 20_000;
    let mut process = Process::start(&[]);
    let mut stdin = process.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        for id in 0..COUNT {
            writeln!(stdin, "{}", call(id, "add", &json!({"a": id, "b": 1}))).unwrap();
        }
    });
    let mut seen = vec![false; COUNT as usize];
    for _ in 0..COUNT {
        let answer = process.receive();
        let id = usize::try_from(answer["id"].as_u64().unwrap()).unwrap();
        assert!(!std::mem::replace(&mut seen[id], true), "{id} was answered twice");
        assert_eq!(answer["result"]["content"][0]["text"], (id + 1).to_string());
    }
    feeder.join().unwrap();
    assert!(process.finish().0.success());
}

#[test]
fn sockets_work_like_pipes() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut command = fixture();
    command
        .stdin(Stdio::from(OwnedFd::from(theirs.try_clone().unwrap())))
        .stdout(Stdio::from(OwnedFd::from(theirs)))
        .stderr(Stdio::piped());
    let mut process = Process::spawn(command);
    let mut writer = ours.try_clone().unwrap();
    writeln!(writer, "{}", call(1, "add", &json!({"a": 1, "b": 2}))).unwrap();
    ours.shutdown(std::net::Shutdown::Write).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut &ours, &mut text).unwrap();
    assert!(text.contains("\"text\":\"3\""), "{text}");
    assert!(process.wait().success());
}

#[test]
fn files_work_like_pipes() {
    let directory = std::env::temp_dir().join(format!("mcp-process-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let (input, output) = (directory.join("input"), directory.join("output"));
    let requests = format!("{}\n", call(1, "add", &json!({"a": 1, "b": 2}))).repeat(100);
    std::fs::write(&input, requests.replace("\"id\":1,", "\"id\":\"same\",")).unwrap();
    let mut command = fixture();
    command
        .stdin(File::open(&input).unwrap())
        .stdout(File::create(&output).unwrap())
        .stderr(Stdio::null());
    assert!(Process::spawn(command).wait().success());
    let answers = std::fs::read_to_string(&output).unwrap();
    std::fs::remove_dir_all(&directory).unwrap();
    assert_eq!(answers.lines().filter(|line| line.contains("\"text\":\"3\"")).count(), 100);
}

#[test]
fn stderr_in_the_same_pipe_as_stdout_is_never_made_nonblocking() {
    // `2>&1` with a reader that waits: a non-blocking stderr would make the
    // logging of the process fail or panic once the pipe is full.
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", "exec \"$0\" 2>&1", env!("CARGO_BIN_EXE_process-fixture")])
        .env("RUST_LOG", "debug")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut process = Process::spawn(command);
    let mut stdin = process.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || {
        for id in 0..2_000 {
            writeln!(stdin, "{}", call(id, "add", &json!({"a": "wrong"}))).unwrap();
        }
    });
    std::thread::sleep(std::time::Duration::from_millis(300));
    let (status, lines) = process.finish();
    feeder.join().unwrap();
    assert!(status.success());
    // Nor does the log, which would tear them, come in between.
    assert_eq!(lines.len(), 2_000);
    for line in lines {
        let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["result"]["isError"], true, "{answer}");
    }
}

#[test]
fn a_tool_that_blocks_for_ever_does_not_keep_the_process_alive() {
    let mut process = Process::start(&[]);
    process.call(1, "block", &json!({"ms": 600_000}));
    assert!(process.receive().to_string().contains("TIMEOUT"));
    assert!(process.finish().0.success());
}

#[test]
fn a_blocking_tool_times_out_while_others_go_on() {
    let mut process = Process::start(&[]);
    process.call(1, "block", &json!({"ms": 2_000}));
    process.call(2, "add", &json!({"a": 1, "b": 2}));
    assert_eq!(process.receive()["id"], 2);
    let answer = process.receive();
    assert_eq!(answer["id"], 1);
    assert!(answer.to_string().contains("TIMEOUT"), "{answer}");
}
