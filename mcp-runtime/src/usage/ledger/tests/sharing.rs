//! Two who write to one file.

use std::fs;

use super::support::*;
use crate::usage::{LedgerError, LedgerOptions};

#[test]
fn a_second_writer_is_refused_until_the_first_is_gone() {
    let folder = Folder::new();
    let first = open(&folder.file(), LedgerOptions::new().max_bytes(1), 0).unwrap();
    for round in 0..2 {
        let error = open_at_once(&folder.file()).map(drop).unwrap_err();
        assert!(matches!(error, LedgerError::InUse { .. }), "round {round}: {error}");
        let error = error.to_string();
        assert!(error.contains(folder.file().to_str().unwrap()), "{error}");
        assert!(error.contains("give each its own file"), "{error}");
        // The file that takes its place is locked as well.
        first.record(&usage("a", 0, 0));
        first.record(&usage("b", 0, 0));
        assert!(folder.names().contains(&"usage.jsonl.1".to_owned()));
    }
    drop(first);
    open(&folder.file(), LedgerOptions::new(), 0).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_took_its_place_is_left_alone() {
    let folder = Folder::new();
    let first = open(&folder.file(), LedgerOptions::new().max_bytes(1), 0).unwrap();
    first.record(&usage("a", 0, 0));
    // An operator moves the file away, and starts a second server.
    fs::rename(folder.file(), folder.join("moved")).unwrap();
    let second = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    second.record(&usage("b", 0, 0));
    first.record(&usage("c", 0, 0));
    let ids = |name: &str| -> Vec<String> {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let id =
            |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["requestId"].clone();
        text.lines().map(|line| id(line).as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("usage.jsonl"), ["b"]);
    assert_eq!(ids("moved"), ["a", "c"]);
}

#[cfg(unix)]
#[test]
fn a_link_keeps_naming_the_newest_file() {
    let folder = Folder::new();
    let link = folder.join("link");
    std::os::unix::fs::symlink(folder.file(), &link).unwrap();
    let ledger = open(&link, LedgerOptions::new().max_bytes(1), 0).unwrap();
    ledger.record(&usage("a", 0, 1));
    ledger.record(&usage("b", 1, 1));
    drop(ledger);
    assert_eq!(folder.names(), ["link", "usage.jsonl", "usage.jsonl.1"]);
    assert_eq!(restored(&link, 1), [(1, 2)]);
}
