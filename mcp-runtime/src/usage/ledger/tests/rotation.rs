//! Full files and what follows them.

use std::fs;
use std::path::Path;

use super::support::*;
use crate::usage::ledger::read::{Entry, Event};
use crate::usage::ledger::rotate::rotate;
use crate::usage::ledger::spending::Spendings;
use crate::usage::{Kind, LedgerOptions};

/// A ledger whose every record begins a new file.
fn tiny(keep: usize) -> LedgerOptions {
    LedgerOptions::new().max_bytes(1).keep(keep)
}

fn ids(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let id = |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["requestId"].clone();
    text.lines().filter_map(|line| Some(id(line).as_str()?.to_owned())).collect()
}

#[test]
fn older_files_move_up_and_the_oldest_goes() {
    for keep in 0..4 {
        let folder = Folder::new();
        let ledger = open(&folder.file(), tiny(keep), 0).unwrap();
        for id in ["1", "2", "3", "4", "5", "6"] {
            ledger.record(&usage(id, 0, 0));
        }
        assert_eq!(ids(&folder.file()), ["6"]);
        assert_eq!(folder.names().len(), keep + 1);
        for back in 1..=keep {
            let older = folder.join(format!("usage.jsonl.{back}"));
            assert_eq!(ids(&older), [(6 - back).to_string()]);
        }
    }
}

#[test]
fn a_restart_reads_the_newest_file_only() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), tiny(8), 0).unwrap();
    ledger.record(&usage("a", 0, 1));
    ledger.record(&usage("b", 1_000, 20));
    ledger.record(&usage("c", 86_390, 300));
    drop(ledger);
    for back in 1..=2 {
        fs::remove_file(folder.join(format!("usage.jsonl.{back}"))).unwrap();
    }
    assert_eq!(restored(&folder.file(), 86_399), [(0, 1), (1_000, 20), (86_390, 300)]);
    assert_eq!(restored(&folder.file(), 86_400), [(1_000, 20), (86_390, 300)], "a day is over");
}

#[test]
fn a_call_that_runs_while_a_new_file_begins_is_counted_once() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), tiny(8), 0).unwrap();
    let long = usage("long", 0, 5);
    ledger.begin(&long);
    ledger.record(&usage("other", 1_000, 0));
    ledger.record(&usage("another", 2_000, 0));
    assert_eq!(ids(&folder.file()), ["long", "another"], "it is said again that it began");
    ledger.record(&usage("long", 0, 7));
    drop(ledger);
    assert_eq!(restored(&folder.file(), 3_000), [(0, 7)]);
}

#[test]
fn what_a_new_file_begins_with_does_not_fill_it() {
    let folder = Folder::new();
    let options = LedgerOptions::new().max_bytes(400).keep(100);
    let ledger = open(&folder.file(), options, 0).unwrap();
    for second in 0..20 {
        ledger.record(&usage("id", second * 1_000, 1));
    }
    // Three records of about 165 bytes fill a file, whatever it began with.
    assert_eq!(folder.names().len(), 7);
    drop(ledger);
    assert_eq!(restored(&folder.file(), 20_000).len(), 20);
}

#[cfg(unix)]
#[test]
fn a_process_killed_between_the_steps_loses_and_doubles_nothing() {
    let folder = Folder::new();
    let older = |number: u32| folder.join(format!("usage.jsonl.{number}"));
    let ledger = open(&folder.file(), tiny(3), 0).unwrap();
    ledger.record(&usage("1", 0, 1));
    ledger.record(&usage("2", 0, 1));
    drop(ledger);
    // Older files were moved, the full one was not yet.
    fs::rename(older(1), older(2)).unwrap();
    fs::write(folder.join("usage.jsonl.new"), "half of a li").unwrap();
    let ledger = open(&folder.file(), tiny(3), 0).unwrap();
    ledger.record(&usage("3", 0, 1));
    drop(ledger);
    assert_eq!(folder.names(), ["usage.jsonl", "usage.jsonl.1", "usage.jsonl.2"]);
    assert_eq!(ids(&older(1)), ["2"]);
    assert_eq!(ids(&older(2)), ["1"], "the gap was filled, and nothing moved further");
    // The full one has its second name, and still its first.
    fs::rename(older(2), older(3)).unwrap();
    fs::rename(older(1), older(2)).unwrap();
    fs::hard_link(folder.file(), older(1)).unwrap();
    let ledger = open(&folder.file(), tiny(3), 0).unwrap();
    ledger.record(&usage("4", 0, 1));
    drop(ledger);
    assert_eq!(folder.names().len(), 4);
    for (number, id) in [(1, "3"), (2, "2"), (3, "1")] {
        assert_eq!(ids(&older(number)), [id]);
    }
    assert_eq!(restored(&folder.file(), 0), [(0, 4)]);
}

#[cfg(unix)]
#[test]
fn the_file_is_there_at_every_moment() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), tiny(2), 0).unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| (0..300).for_each(|_| ledger.record(&usage("id", 0, 0))));
        while !writer.is_finished() {
            fs::metadata(folder.file()).expect("a process killed now finds it when it restarts");
        }
    });
    assert_eq!(folder.names().len(), 3, "new files were begun");
}

#[test]
fn a_new_file_begins_with_a_bounded_number_of_lines() {
    let folder = Folder::new();
    let full = fs::OpenOptions::new().create(true).append(true).open(folder.file()).unwrap();
    let mut spendings = Spendings::bounded(every(DAY), 100, 30);
    for second in (0..86_400).step_by(600) {
        for caller in ["one", "two", "three"] {
            let cost = Some(dollars(1));
            let (name, caller, at) = ("search".into(), caller.into(), at(second).into());
            spendings.add(Entry { event: Event::Spent, kind: Kind::Tool, name, caller, at, cost });
        }
    }
    rotate(&folder.file(), &full, 1, &spendings).unwrap();
    let lines = fs::read_to_string(folder.file()).unwrap().lines().count();
    assert!((4..=30).contains(&lines), "{lines} lines");
    let cents: u64 = restored(&folder.file(), 86_399).iter().map(|(_, cents)| cents).sum();
    assert_eq!(cents, 3 * 144);
}
