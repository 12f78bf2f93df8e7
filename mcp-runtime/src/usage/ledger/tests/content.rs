//! What stands in the file.

use std::fs;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::support::*;
use crate::usage::{Amount, LedgerOptions, Usage};

#[test]
fn a_line_is_as_documented() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    let started: DateTime<Utc> = "2026-11-22T10:00:00.123456Z".parse().unwrap();
    let paid = Usage {
        started: SystemTime::from(started),
        waited: Duration::from_micros(1_500),
        duration: Duration::from_nanos(12_345_678_901),
        cost: Some(Amount::new(2_000_000, Some('$'))),
        ..usage("7f3a", 0, 0)
    };
    ledger.begin(&paid);
    ledger.record(&paid);
    let plain = Amount::new(12_500_000_000, None);
    ledger.record(&Usage { cost: Some(plain), caller: "\"\n\u{7f}é", outcome: "TIMEOUT", ..paid });
    let free = Usage { cost: None, cached: true, ..paid };
    ledger.begin(&free);
    ledger.record(&free);
    let nothing = Usage { cost: Some(Amount::new(0, Some('$'))), ..paid };
    ledger.begin(&nothing);
    let expected = concat!(
        r#"{"event":"started","time":"2026-11-22T10:00:00.123Z","requestId":"7f3a","tool":"search","#,
        r#""caller":"peer 127.0.0.1","cost":"0.002","unit":"$"}"#,
        "\n",
        r#"{"time":"2026-11-22T10:00:00.123Z","requestId":"7f3a","tool":"search","#,
        r#""caller":"peer 127.0.0.1","waitedMs":1.500,"durationMs":12345.678,"cost":"0.002","#,
        r#""unit":"$","outcome":"OK","cached":false}"#,
        "\n",
        r#"{"time":"2026-11-22T10:00:00.123Z","requestId":"7f3a","tool":"search","#,
        r#""caller":"\"\n"#,
        "\u{7f}",
        r#"é","waitedMs":1.500,"durationMs":12345.678,"cost":"12.5","#,
        r#""outcome":"TIMEOUT","cached":false}"#,
        "\n",
        r#"{"time":"2026-11-22T10:00:00.123Z","requestId":"7f3a","tool":"search","#,
        r#""caller":"peer 127.0.0.1","waitedMs":1.500,"durationMs":12345.678,"#,
        r#""outcome":"OK","cached":true}"#,
        "\n",
    );
    assert_eq!(fs::read_to_string(folder.file()).unwrap(), expected);
    assert_eq!(ledger.lost(), 0);
}

#[test]
fn texts_without_end_make_lines_that_are_still_read() {
    let folder = Folder::new();
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    let long = "\u{1}".repeat(100_000) + "é";
    let used = Usage { name: &long, caller: &long, outcome: &long, ..usage(&long, 0, 7) };
    ledger.begin(&used);
    ledger.record(&used);
    ledger.record(&Usage { caller: &"é".repeat(100_000), started: at(1_000), ..used });
    drop(ledger);
    let text = fs::read_to_string(folder.file()).unwrap();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["tool"].as_str().unwrap().len(), 4_096);
    }
    assert_eq!(restored(&folder.file(), 1_000), [(0, 7), (1_000, 7)], "each booked once");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let ledger = open(&folder.file(), LedgerOptions::new().max_bytes(1), 0).unwrap();
    assert_eq!(mode(folder.file()), 0o600);
    ledger.record(&usage("1", 0, 0));
    ledger.record(&usage("2", 0, 0));
    assert_eq!(folder.names(), ["usage.jsonl", "usage.jsonl.1"]);
    assert_eq!(mode(folder.file()), 0o600, "after a rotation");
    // What the operator decided stays.
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o640)).unwrap();
    ledger.record(&usage("3", 0, 0));
    assert_eq!(folder.names().len(), 3);
    assert_eq!(mode(folder.file()), 0o640);
}
