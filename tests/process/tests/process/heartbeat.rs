//! The file for monitors without a network.

use serde_json::{Value, json};

use crate::support::{Process, Scratch, fixture, until};

fn read(file: &std::path::Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()
}

#[test]
fn it_beats_while_the_server_lives_and_is_gone_with_it() {
    let scratch = Scratch::new("beat");
    let (file, ready) = (scratch.path("beat"), scratch.path("there"));
    let mut command = fixture();
    command.env("MCP_HEARTBEAT", &file).env("FIXTURE_READY", &ready);
    let process = Process::spawn_piped(command);
    let beat = until(|| read(&file), Option::is_some).unwrap();
    assert_eq!((&beat["live"], &beat["ready"]), (&json!(true), &json!(false)), "{beat}");
    assert_eq!(beat["pid"], process.id());
    std::fs::write(&ready, "").unwrap();
    // At once, not at the next beat.
    let beat = until(|| read(&file).unwrap(), |beat| beat["ready"] == true);
    assert!(beat["time"].as_str().is_some_and(|time| time.ends_with('Z')), "{beat}");
    assert!(process.finish().0.success());
    let left: Vec<_> = std::fs::read_dir(&scratch.0).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing but the test's own file: {left:?}");
}

#[test]
fn one_that_was_killed_leaves_its_last_beat() {
    let scratch = Scratch::new("killed");
    let file = scratch.path("beat");
    let mut command = fixture();
    command.arg("--heartbeat").arg(&file);
    let mut process = Process::spawn_piped(command);
    until(|| read(&file), Option::is_some);
    process.kill();
    assert!(read(&file).is_some(), "its age tells");
}

#[test]
fn what_cannot_be_written_is_said_once_and_stops_nothing() {
    let mut command = fixture();
    command.args(["--heartbeat", "/no/such/folder/beat"]);
    let mut process = Process::spawn_piped(command);
    process.stderr_line("cannot write the heartbeat file");
    // Another write is due with each change, such as the end.
    process.call(1, "add", &json!({"a": 1, "b": 2}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "3");
    std::thread::sleep(std::time::Duration::from_millis(5_500));
    process.signal(rustix::process::Signal::TERM);
    assert!(process.wait().success());
    let rest = process.rest_of_stderr();
    assert!(!rest.iter().any(|line| line.contains("heartbeat file")), "{rest:?}");
}
