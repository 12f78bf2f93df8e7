//! Disks that take nothing more.

use std::fs::{self, OpenOptions};

use super::super::writer::Writer;
use super::support::*;
use crate::usage::LedgerOptions;

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_records_but_no_calls() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    let full = OpenOptions::new().append(true).open("/dev/full").expect("Linux has it");
    let real = std::mem::replace(&mut ledger.state().writer, Writer::over(full));
    for second in 0..3 {
        ledger.record(&usage("lost", second, 1));
    }
    assert_eq!(ledger.lost(), 3);
    ledger.state().writer = real;
    ledger.record(&usage("kept", 3, 1));
    assert_eq!(ledger.lost(), 3);
    drop(ledger);
    assert_eq!(restored(&folder.file(), 3), [(3, 1)]);
}

#[test]
fn where_no_new_file_can_be_begun_the_full_one_goes_on() {
    let folder = Folder::new();
    // Nothing can take this name.
    fs::create_dir(folder.join("usage.jsonl.new")).unwrap();
    let ledger = open(&folder.file(), LedgerOptions::new().max_bytes(1), 0).unwrap();
    for second in 0..4 {
        ledger.record(&usage("id", second * 1_000, 1));
    }
    assert_eq!(ledger.lost(), 0);
    drop(ledger);
    assert_eq!(folder.names(), ["usage.jsonl", "usage.jsonl.new"]);
    assert_eq!(restored(&folder.file(), 4_000).len(), 4);
}

#[test]
fn a_ledger_that_waits_for_the_disk_writes_the_same() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new().fsync(true), 0).unwrap();
    ledger.record(&usage("id", 0, 1));
    assert_eq!(ledger.lost(), 0);
    drop(ledger);
    assert_eq!(restored(&folder.file(), 0), [(0, 1)]);
}

#[test]
fn what_cannot_be_a_ledger_is_refused_with_its_name_and_a_remedy() {
    let folder = Folder::new();
    let missing = folder.join("no such folder/usage.jsonl");
    let error = open(&missing, LedgerOptions::new(), 0).map(drop).unwrap_err().to_string();
    assert!(error.contains(missing.to_str().unwrap()), "{error}");
    assert!(error.contains("create its directory"), "{error}");
    #[cfg(target_os = "linux")]
    {
        let device = std::path::Path::new("/dev/null");
        let error = open(device, LedgerOptions::new(), 0).map(drop).unwrap_err().to_string();
        assert_eq!(error, "the ledger /dev/null is not a regular file; name another");
    }
}
