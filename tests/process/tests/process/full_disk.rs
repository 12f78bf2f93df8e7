//! Disks that take nothing more, and then do again.
//!
//! A limit on the size of files (`RLIMIT_FSIZE`) stands for the disk: unlike a
//! file system of the test's own it needs no rights, and is there in every
//! container. A write gets what a full disk gives it: what fits, then nothing.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
use serde_json::{Value, json};

use crate::support::{Process, Scratch, fixture, get, side, until};

/// The fixture, to which a file that is too long is an error and no signal.
fn limited(arguments: &[OsString]) -> Command {
    let fixture = fixture();
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    command.arg(fixture.get_program()).args(arguments);
    for (name, value) in fixture.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

/// No file of the process grows beyond this any more, or all do again.
fn room(process: &Process, bytes: Option<u64>) {
    let process = Pid::from_raw(i32::try_from(process.id()).unwrap());
    let maximum = getrlimit(Resource::Fsize).maximum;
    let limit = Rlimit { current: bytes.or(maximum), maximum };
    prlimit(process, Resource::Fsize, limit).expect("it is this user's process");
}

fn add(process: &mut Process, id: u32) {
    process.call(id, "add", &json!({"a": 1, "b": 2}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "3");
}

fn metric(side: &str, name: &str) -> u64 {
    let (_, page) = get(side, "/metrics");
    let line = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {name} in {page}"))
}

fn lines(file: &Path) -> Vec<String> {
    fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
}

fn object(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line:?}"))
}

#[test]
fn a_full_disk_under_the_ledger_costs_records_and_no_calls() {
    const SAID: &str = "usage records";
    let scratch = Scratch::new("full-ledger");
    let ledger = scratch.path("usage.jsonl");
    let arguments = ["--health", "127.0.0.1:0", "--ledger"].map(OsString::from);
    let arguments = [&arguments[..], &[ledger.clone().into()]].concat();
    let mut process = Process::spawn_piped(limited(&arguments));
    let side = side(&process);
    until(|| get(&side, "/readyz").0, |status| *status == 200);
    add(&mut process, 1);

    // A piece of a record still fits.
    room(&process, Some(fs::metadata(&ledger).unwrap().len() + 20));
    (2..=4).for_each(|id| add(&mut process, id));
    let lost = || metric(&side, "mcp_ledger_lines_lost_total");
    assert_eq!(lost(), 3);
    let said = object(&process.stderr_line(SAID));
    assert_eq!(said["level"], "ERROR", "{said}");
    assert!(said["message"].as_str().unwrap().ends_with("make room on the disk"), "{said}");
    assert_eq!((get(&side, "/readyz").0, get(&side, "/livez").0), (200, 200));

    room(&process, None);
    add(&mut process, 5);
    let said = object(&process.stderr_line(SAID));
    assert_eq!((&said["level"], &said["lost"]), (&json!("WARN"), &json!(3)), "{said}");
    assert_eq!(lost(), 3);
    let (status, rest) = process.finish_stderr();
    assert!(status.success());
    assert!(!rest.iter().any(|line| line.contains(SAID)), "{rest:?}");

    let written = lines(&ledger);
    assert_eq!(written.len(), 3, "{written:?}");
    assert_eq!(written[1].len(), 20, "what fitted is a line of its own: {written:?}");
    assert!([0, 2].iter().all(|index| object(&written[*index])["outcome"] == "OK"));
    // The next server goes on with it.
    let mut process = Process::start(&["--ledger", ledger.to_str().unwrap()]);
    add(&mut process, 6);
    assert!(process.finish().0.success());
    assert_eq!(lines(&ledger)[..3], written);
    assert_eq!(lines(&ledger).len(), 4);
}

#[test]
fn a_full_disk_under_the_log_is_said_when_there_is_room_again() {
    let scratch = Scratch::new("full-log");
    let log = scratch.path("stderr");
    let mut command = limited(&["--health", "127.0.0.1:0"].map(OsString::from));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
    let mut process = Process::spawn(command);
    let text = || fs::read_to_string(&log).unwrap();
    let begun = until(text, |text| text.ends_with('\n'));
    let side = begun.trim_end().rsplit("http://").next().unwrap().to_owned();
    add(&mut process, 1);
    let before = until(|| lines(&log), |lines| lines.len() == 2);

    // A piece of a line still fits.
    room(&process, Some(fs::metadata(&log).unwrap().len() + 30));
    (2..=4).for_each(|id| add(&mut process, id));
    let lost = || metric(&side, "mcp_log_lines_lost_total");
    until(lost, |lost| *lost == 3);

    room(&process, None);
    (5..=6).for_each(|id| add(&mut process, id));
    assert!(process.finish().0.success());
    let written = lines(&log);
    assert_eq!(written.len(), 6, "{written:?}");
    assert_eq!(written[..2], before);
    assert_eq!(written[2].len(), 30, "what fitted is a line of its own: {written:?}");
    let said = object(&written[3]);
    assert_eq!((&said["target"], &said["lines"]), (&json!("mcp_runtime::log"), &json!(3)));
    assert!(said["error"].as_str().unwrap().contains("os error"), "{said}");
    assert!(written[4..].iter().all(|line| object(line)["message"] == "call"), "{written:?}");
}
