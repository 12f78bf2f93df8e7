//! Files that were cut, overwritten or never a ledger.

use std::fs;

use proptest::prelude::*;

use super::super::line::LONGEST;
use super::super::read;
use super::support::*;
use crate::usage::LedgerOptions;

/// A valid file: what was spent, cent by cent, and where each line ends.
fn valid(folder: &Folder) -> (Vec<u8>, Vec<usize>) {
    let _ = fs::remove_file(folder.file());
    let ledger = open(&folder.file(), LedgerOptions::new(), 0).unwrap();
    for (second, cents) in [(0, 1), (1_000, 10), (2_000, 100), (3_000, 1_000)] {
        ledger.record(&usage("id", second, cents));
    }
    let bytes = fs::read(folder.file()).unwrap();
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    (bytes.clone(), ends.collect())
}

#[test]
fn a_file_cut_anywhere_has_exactly_the_whole_lines_and_can_be_continued() {
    let folder = Folder::new();
    let (bytes, ends) = valid(&folder);
    for cut in 0..=bytes.len() {
        fs::write(folder.file(), &bytes[..cut]).unwrap();
        // A line whose newline alone is missing is whole.
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let expected = [(0, 1), (1_000, 10), (2_000, 100), (3_000, 1_000)];
        let ledger = open(&folder.file(), LedgerOptions::new(), 3_000).unwrap();
        assert_eq!(summary(&ledger), expected[..whole], "cut at {cut}");
        ledger.record(&usage("next", 4_000, 5));
        drop(ledger);
        let mut expected = expected[..whole].to_vec();
        expected.push((4_000, 5));
        assert_eq!(restored(&folder.file(), 4_000), expected, "cut at {cut}, then continued");
        let text = fs::read_to_string(folder.file()).unwrap();
        assert!(!text.contains("\n\n") && !text.starts_with('\n'), "cut at {cut}: {text:?}");
    }
}

#[test]
fn lines_that_are_not_whole_records_are_skipped() {
    let good = r#"{"time":"2027-01-15T08:00:00.000Z","requestId":"1","tool":"t","caller":"c","waitedMs":0,"durationMs":1.5,"cost":"1","unit":"$","outcome":"OK","cached":false}"#;
    assert!(read::parse(good.as_bytes()).is_some());
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replace(from, to)
    };
    for bad in [
        changed("\"requestId\":\"1\",", ""),
        changed("\"tool\":\"t\",", ""),
        changed("\"caller\":\"c\",", ""),
        changed("\"waitedMs\":0,", ""),
        changed("\"durationMs\":1.5,", ""),
        changed("\"outcome\":\"OK\",", ""),
        changed(",\"cached\":false", ""),
        changed("\"cost\":\"1\",", ""),
        changed("\"1\",\"unit\"", "\"-1\",\"unit\""),
        changed("\"1\",\"unit\"", "\"99999999999999999999\",\"unit\""),
        changed("\"$\"", "\"$$\""),
        changed("1.5", "-1.5"),
        changed("1.5", "1e308"),
        changed("2027-01-15", "2027-02-30"),
        changed("{\"time\"", "{\"event\":\"other\",\"time\""),
        changed("\"tool\":\"t\"", "\"tool\":\"t\",\"tool\":\"u\""),
        changed("{\"time\"", "\0\0{\"time\""),
        format!("{good}{good}"),
        "[]".to_owned(),
        String::new(),
        r#"{"event":"started","time":"2027-01-15T08:00:00.000Z","requestId":"1","tool":"t","caller":"c"}"#.to_owned(),
        r#"{"event":"started","time":"2027-01-15T08:00:00.000Z","tool":"t","caller":"c","cost":"1"}"#.to_owned(),
        r#"{"event":"spent","time":"2027-01-15T08:00:00.000Z","tool":"t","caller":"c"}"#.to_owned(),
    ] {
        assert_eq!(read::parse(bad.as_bytes()), None, "{bad}");
    }
    let newer = changed("{\"time\"", "{\"from a later version\":[1],\"time\"");
    assert!(read::parse(newer.as_bytes()).is_some(), "a member more does no harm");
}

#[test]
fn a_file_of_another_kind_is_refused_and_left_alone() {
    let folder = Folder::new();
    let long = "x".repeat(2 * LONGEST);
    let lines = r#"{"time":"2027-01-15T08:00:00.000Z","level":"INFO","message":"a log"}"#;
    for other in ["garbage", "garbage\n", "\n# notes\n", "[1]\n", "{}\n", lines, &long] {
        fs::write(folder.file(), other).unwrap();
        let error = open(&folder.file(), LedgerOptions::new(), 0).err().expect("refused");
        let text = error.to_string();
        assert!(text.contains("usage.jsonl holds something else"), "{other}: {text}");
        assert!(text.contains("name another file, or move this one away"), "{text}");
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), other);
    }
    for torn in ["", "\n", "{", r#"{"time":"2027-"#, "{\"time\":\"20\n{\"ev", "\0\0\0\0"] {
        fs::write(folder.file(), torn).unwrap();
        assert!(open(&folder.file(), LedgerOptions::new(), 0).is_ok(), "{torn:?}");
    }
    let (mut bytes, _) = valid(&folder);
    bytes.splice(0..0, *b"garbage\n");
    fs::write(folder.file(), &bytes).unwrap();
    assert_eq!(restored(&folder.file(), 3_000).len(), 4, "a record is among it");
}

#[test]
fn a_line_without_end_is_skipped_in_bounded_memory() {
    let folder = Folder::new();
    let (bytes, _) = valid(&folder);
    for length in [LONGEST - 1, LONGEST, LONGEST + 1, LONGEST + 2, 10 * LONGEST] {
        let mut file = vec![b'x'; length];
        file.push(b'\n');
        file.extend_from_slice(&bytes);
        let mut longest = 0;
        let mut count = 0;
        read::lines(&*file, |line| {
            longest = longest.max(line.len());
            count += usize::from(read::parse(line).is_some());
        })
        .unwrap();
        assert_eq!(count, 4, "after {length} bytes of nothing");
        assert!(longest <= LONGEST);
    }
}

#[test]
fn the_rest_of_a_line_without_end_is_no_line() {
    let folder = Folder::new();
    let (bytes, _) = valid(&folder);
    for parts in 1..4 {
        let mut file = vec![b'x'; parts * (LONGEST + 1)];
        file.extend_from_slice(&bytes);
        let mut count = 0;
        read::lines(&*file, |line| count += usize::from(read::parse(line).is_some())).unwrap();
        assert_eq!(count, 3, "the first one continues a torn line");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_bytes_between_the_lines_become_a_record(
        pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 5),
        braces in "[{}\":,a-z0-9\\[\\]\n]{0,60}",
    ) {
        let folder = Folder::new();
        let (bytes, _) = valid(&folder);
        let mut file = braces.into_bytes();
        for (piece, line) in pieces.iter().zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            file.push(b'\n');
            file.extend_from_slice(piece);
            file.push(b'\n');
            file.extend_from_slice(line);
        }
        file.extend_from_slice(&pieces[4]);
        fs::write(folder.file(), &file).unwrap();
        let expected = [(0, 1), (1_000, 10), (2_000, 100), (3_000, 1_000)];
        prop_assert_eq!(restored(&folder.file(), 3_000), expected);
    }

    #[test]
    fn what_is_read_of_a_torn_line_was_not_made_up(from in 0_usize..200, to in 0_usize..200) {
        let folder = Folder::new();
        let (bytes, ends) = valid(&folder);
        let line = &bytes[..ends[0]];
        let (from, to) = (from.min(line.len()), to.min(line.len()));
        // Less than the whole line, from either side.
        prop_assume!(from.abs_diff(to) < line.len());
        prop_assert_eq!(read::parse(&line[from.min(to)..to.max(from)]), None);
    }
}
