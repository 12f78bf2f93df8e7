//! What a restart knows.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use super::support::*;
use crate::usage::{Amount, Kind, Ledger, LedgerOptions, Usage};

#[test]
fn a_call_that_never_ended_counts() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    ledger.begin(&usage("killed", 0, 5));
    ledger.begin(&usage("ended", 1_000, 5));
    ledger.record(&usage("ended", 1_000, 5));
    ledger.begin(&usage("given back", 2_000, 5));
    ledger.record(&usage("given back", 2_000, 0));
    drop(ledger);
    let expected = [(0, 5), (1_000, 5)];
    assert_eq!(restored(&folder.file(), 2_000), expected);
    // The same id in the next process is another call.
    let ledger = open(&folder.file(), LedgerOptions::new(), 2_000).unwrap();
    ledger.begin(&usage("killed", 3_000, 7));
    ledger.record(&usage("killed", 3_000, 7));
    drop(ledger);
    assert_eq!(restored(&folder.file(), 3_000), [(0, 5), (1_000, 5), (3_000, 7)]);
}

#[test]
fn what_a_call_cost_beyond_its_price_was_spent_when_it_ended() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    let took = Duration::from_secs(2_000);
    ledger.begin(&usage("dearer", 0, 5));
    ledger.record(&Usage { waited: took, duration: took, ..usage("dearer", 0, 9) });
    drop(ledger);
    assert_eq!(restored(&folder.file(), 4_000), [(0, 5), (4_000, 4)]);
}

#[test]
fn a_call_longer_than_the_window_pushes_nothing_out() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    ledger.begin(&usage("long", 0, 5));
    ledger.record(&usage("short", 100_000, 3));
    ledger.record(&Usage { duration: Duration::from_secs(101_000), ..usage("long", 0, 5) });
    ledger.record(&usage("short", 102_000, 1));
    assert_eq!(summary(&ledger), [(100_000, 3), (102_000, 1)]);
    drop(ledger);
    assert_eq!(restored(&folder.file(), 102_000), [(100_000, 3), (102_000, 1)]);
}

#[test]
fn each_tool_caller_and_unit_has_its_own_sum() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    let first = usage("1", 0, 100);
    ledger.record(&first);
    ledger.record(&Usage { name: "add", started: at(1), ..first });
    ledger.record(&Usage { caller: "key ci", started: at(2), ..first });
    ledger.record(&Usage { cost: Some(Amount::new(5, None)), started: at(3), ..first });
    drop(ledger);
    let ledger = open(&folder.file(), LedgerOptions::new(), 3).unwrap();
    let spent: Vec<_> = ledger
        .restore()
        .into_iter()
        .map(|spent| (spent.at, spent.name, spent.caller, spent.amount.to_string()))
        .collect();
    let row = |seconds, tool: &str, caller: &str, amount: &str| {
        (at(seconds), tool.to_owned(), caller.to_owned(), amount.to_owned())
    };
    assert_eq!(
        spent,
        [
            row(0, "search", "peer 127.0.0.1", "$1"),
            row(1, "add", "peer 127.0.0.1", "$1"),
            row(2, "search", "key ci", "$1"),
            row(3, "search", "peer 127.0.0.1", "0.000000005"),
        ]
    );
}

#[test]
fn only_tools_with_a_budget_are_kept_count_of_each_in_its_window() {
    let folder = Folder::new();
    let windows = Arc::new(|_: Kind, name: &str| match name {
        "search" => DAY,
        "add" => Duration::from_mins(1),
        _ => Duration::ZERO,
    });
    let open = |seconds| {
        let options = LedgerOptions::new();
        Ledger::open(folder.file(), options, windows.clone(), at(seconds)).unwrap()
    };
    let ledger = open(0);
    for name in ["search", "add", "free"] {
        ledger.record(&Usage { name, ..usage("1", 0, 1) });
        ledger.record(&Usage { name, ..usage("2", 50, 1) });
    }
    drop(ledger);
    assert_eq!(summary(&open(59)), [(0, 1), (50, 1), (50, 2)]);
    assert_eq!(summary(&open(60)), [(50, 1), (50, 2)]);
    assert_eq!(summary(&open(110)), [(50, 2)]);
}

#[test]
fn many_lines_become_few_entries() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    for minute in 0..3 * 1_440 {
        ledger.record(&usage("id", minute * 60, 1));
    }
    drop(ledger);
    let now = (3 * 1_440 - 1) * 60;
    let entries = restored(&folder.file(), now);
    assert!(entries.len() <= 129, "{}", entries.len());
    assert!(entries.is_sorted());
    let total: u64 = entries.iter().map(|(_, cents)| cents).sum();
    // Nothing too little, and at most a bucket too much.
    assert!((1_440..=1_440 + 12).contains(&total), "{total}");
}

#[test]
fn a_clock_that_was_years_ahead_counts_for_nothing() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    ledger.record(&usage("ahead", 400_000_000, 1));
    ledger.record(&usage("right", 0, 2));
    drop(ledger);
    assert_eq!(restored(&folder.file(), 0), [(0, 2)]);
    let text = fs::read_to_string(folder.file()).unwrap();
    assert_eq!(text.lines().count(), 2, "both records are there");
}
