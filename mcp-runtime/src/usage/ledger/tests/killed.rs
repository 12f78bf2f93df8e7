//! A process of its own that is killed while it writes.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::support::*;
use crate::usage::LedgerOptions;

/// What the child is to do, and with which file.
const PART: &str = "LEDGER_TEST_PART";
const FILE: &str = "LEDGER_TEST_FILE";

/// This test, run again as a process of its own.
fn child(part: &str, file: &Path) -> Child {
    let name = module_path!().split_once("::").expect("a crate and a module").1;
    Command::new(std::env::current_exe().expect("a test binary"))
        .args([&format!("{name}::the_child"), "--exact", "--nocapture", "--test-threads=1"])
        .env(PART, part)
        .env(FILE, file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the test binary starts again")
}

/// Does nothing unless it was started by another test here.
#[test]
fn the_child() {
    let (Ok(part), Some(file)) = (std::env::var(PART), std::env::var_os(FILE)) else { return };
    let file = Path::new(&file);
    if part == "open" {
        return match open_at_once(file) {
            Ok(_) => println!("\nopened"),
            Err(error) => println!("\nrefused {error}"),
        };
    }
    let options = LedgerOptions::new().max_bytes(4_000).keep(100_000);
    let ledger = open(file, options, 0).expect("nobody holds it");
    match &*part {
        "write" => {
            // Ends by itself when nobody listens any more.
            for number in 0..100_000 {
                let id = number.to_string();
                ledger.begin(&usage(&id, number, 1));
                ledger.record(&usage(&id, number, 1));
                println!("\nanswered {id}");
            }
        }
        "hang" => {
            ledger.begin(&usage("hangs", 0, 5));
            println!("\nanswered hangs");
            // Until it is killed, or its parent is gone.
            let _ = std::io::stdin().lines().next();
        }
        other => panic!("no part is called {other}"),
    }
}

/// The answers of a child: those before it is killed, and those that were on
/// their way.
fn kill_after(mut child: Child, answers: usize) -> Vec<String> {
    let mut lines = BufReader::new(child.stdout.take().expect("it is a pipe")).lines();
    let mut seen = Vec::new();
    let mut killed = false;
    while let Some(Ok(line)) = lines.next() {
        if let Some(id) = line.strip_prefix("answered ") {
            seen.push(id.to_owned());
        }
        if seen.len() >= answers && !killed {
            child.kill().expect("it runs");
            killed = true;
        }
    }
    child.wait().expect("it was killed");
    assert!(killed, "the child ended by itself after {} answers", seen.len());
    seen
}

#[test]
fn every_answered_call_is_in_the_ledger_after_a_kill() {
    for answers in [1, 40, 150, 400] {
        let folder = Folder::new();
        let seen = kill_after(child("write", &folder.file()), answers);
        let mut ended = HashSet::new();
        let mut started = HashSet::new();
        // One that was not finished has not taken its place.
        let names = folder.names().into_iter().filter(|name| name != "usage.jsonl.new");
        for name in names {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            for line in text.lines() {
                let line: serde_json::Value = serde_json::from_str(line).expect("a whole line");
                let id = || line["requestId"].as_str().unwrap().to_owned();
                match line["event"].as_str() {
                    None => assert!(ended.insert(id()), "{line} is there twice"),
                    Some("started") => drop(started.insert(id())),
                    _ => {}
                }
            }
        }
        for id in &seen {
            assert!(ended.contains(id), "{id} was answered and is not in the ledger");
        }
        assert!(ended.len() <= seen.len() + 1, "{} and {}", ended.len(), seen.len());
        let spent: u64 = restored(&folder.file(), 1_000).iter().map(|(_, cents)| cents).sum();
        assert_eq!(spent, started.len() as u64, "each call that began is counted once");
        assert!(folder.names().len() > answers / 20, "files were begun anew: {:?}", folder.names());
    }
}

#[test]
fn a_call_that_ran_when_its_process_was_killed_has_cost_its_price() {
    let folder = Folder::new();
    let mut child = child("hang", &folder.file());
    let stdin = child.stdin.take();
    assert_eq!(kill_after(child, 1), ["hangs"]);
    drop(stdin);
    assert_eq!(restored(&folder.file(), 0), [(0, 5)]);
}

#[test]
fn a_second_process_is_refused() {
    let folder = Folder::new();
    let said = || {
        let output = child("open", &folder.file()).wait_with_output().expect("it ends");
        String::from_utf8(output.stdout).expect("text")
    };
    let _first = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    let refused = said();
    let expected =
        format!("\nrefused the ledger {} is in use by another process", folder.file().display());
    assert!(refused.contains(&expected), "{refused}");
}
