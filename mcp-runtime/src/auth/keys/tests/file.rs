//! Keys in a file that changes.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

const LOOK: Duration = Duration::from_secs(2);

/// A file in a folder that is removed when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(text: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("keys-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("the temporary directory can be written");
        let scratch = Self(path);
        scratch.write(text);
        scratch
    }

    fn file(&self) -> PathBuf {
        self.0.join("keys")
    }

    /// Puts another file in its place.
    fn write(&self, text: &str) {
        let new = self.0.join("keys.new");
        fs::write(&new, text).expect("the folder is there");
        fs::rename(new, self.file()).expect("the folder is there");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn alice() -> String {
    format!("alice {}\n", digest(ALICE))
}

fn bob() -> String {
    format!("bob {}\n", digest(BOB))
}

#[test]
fn a_changed_file_is_read_again_after_two_seconds_of_use() {
    let (clock, scratch) = (ManualClock::new(), Scratch::new(&alice()));
    let keys = ApiKeys::from_file(scratch.file()).unwrap();
    assert_eq!(name(&keys, ALICE, &clock).as_deref(), Some("alice"));
    scratch.write(&bob());
    clock.advance(Duration::from_nanos(1_999_999_999));
    assert_eq!(name(&keys, ALICE, &clock).as_deref(), Some("alice"), "not looked at yet");
    clock.advance(Duration::from_nanos(1));
    assert_eq!(name(&keys, ALICE, &clock), None, "revoked");
    assert_eq!(name(&keys, BOB, &clock).as_deref(), Some("bob"));
    scratch.write(&(alice() + &bob()));
    clock.advance(LOOK);
    assert_eq!(name(&keys, ALICE, &clock).as_deref(), Some("alice"));
}

#[test]
fn what_was_written_before_the_first_use_counts() {
    let (clock, scratch) = (ManualClock::new(), Scratch::new(&alice()));
    let keys = ApiKeys::from_file(scratch.file()).unwrap();
    scratch.write(&bob());
    assert_eq!(name(&keys, ALICE, &clock), None);
}

/// The same inode and length, but another time of change.
#[cfg(unix)]
#[test]
fn a_file_that_is_written_in_place_is_read_again() {
    let (clock, scratch) = (ManualClock::new(), Scratch::new(&alice()));
    let keys = ApiKeys::from_file(scratch.file()).unwrap();
    assert!(show(&keys, ALICE, &clock).is_ok());
    let same_length = alice().replace(&digest(ALICE).to_string(), &digest(BOB).to_string());
    fs::write(scratch.file(), same_length).unwrap();
    let later = std::time::SystemTime::now() + Duration::from_secs(5);
    fs::File::options().write(true).open(scratch.file()).unwrap().set_modified(later).unwrap();
    clock.advance(LOOK);
    assert_eq!(name(&keys, ALICE, &clock), None);
    assert_eq!(name(&keys, BOB, &clock).as_deref(), Some("alice"));
}

#[test]
fn a_bad_or_missing_file_keeps_the_keys_and_is_logged_once() {
    let (clock, scratch) = (ManualClock::new(), Scratch::new(&alice()));
    let keys = ApiKeys::from_file(scratch.file()).unwrap();
    let log = log::Log::default();
    let used_for_a_while = |clock: &ManualClock| {
        for _ in 0..5 {
            clock.advance(LOOK);
            assert_eq!(name(&keys, ALICE, clock).as_deref(), Some("alice"));
        }
    };
    log.during(|| {
        scratch.write(&format!("{}carol md5:00 rate=1\n", bob()));
        used_for_a_while(&clock);
        fs::remove_file(scratch.file()).unwrap();
        used_for_a_while(&clock);
        fs::write(scratch.file(), vec![b' '; (1 << 20) + 1]).unwrap();
        used_for_a_while(&clock);
        fs::write(scratch.file(), [0xff]).unwrap();
        used_for_a_while(&clock);
        fs::remove_file(scratch.file()).unwrap();
        fs::create_dir(scratch.file()).unwrap();
        used_for_a_while(&clock);
        fs::remove_dir(scratch.file()).unwrap();
        scratch.write(&bob());
        clock.advance(LOOK);
        assert_eq!(name(&keys, ALICE, &clock), None);
    });
    let lines = log.lines();
    let parts = [
        ["WARN", ":2:7: record 2: ", "(and 1 more)"],
        ["WARN", "cannot be read", "No such file"],
        ["WARN", "cannot be read", "larger than 1 MiB"],
        ["WARN", "cannot be read", "UTF-8"],
        ["WARN", "cannot be read", "name a regular file"],
        ["INFO", "read again", "keys=1"],
    ];
    assert_eq!(lines.len(), parts.len(), "{lines:#?}");
    for (line, parts) in lines.iter().zip(parts) {
        assert!(parts.iter().all(|part| line.contains(part)), "{parts:?} in {line}");
    }
}

#[test]
fn an_empty_file_lets_nobody_in() {
    let (clock, scratch) = (ManualClock::new(), Scratch::new(&alice()));
    let keys = ApiKeys::from_file(scratch.file()).unwrap();
    assert!(show(&keys, ALICE, &clock).is_ok());
    scratch.write("# all revoked\n");
    clock.advance(LOOK);
    assert_eq!(show(&keys, ALICE, &clock), Err(Rejection::unknown()));
    assert!(ApiKeys::from_file(scratch.file()).unwrap().problems_here().is_empty());
}

#[test]
fn a_file_with_mistakes_is_refused_with_all_of_them() {
    let scratch = Scratch::new("a md5:00\nb\n");
    let error = ApiKeys::from_file(scratch.file()).unwrap().problems_here().join(" ");
    let path = scratch.file().display().to_string();
    for part in [&format!("{path}:1:3: "), &format!("{path}:2:2: ")] {
        assert!(error.contains(part), "{part} in {error}");
    }
    let error = ApiKeys::from_file(scratch.0.join("none")).unwrap().problems_here().join(" ");
    assert!(error.contains("/none` cannot be read: "), "{error}");
    assert!(error.contains("; `keys mint --name NAME` of this program"), "{error}");
    let error = ApiKeys::from_file("/dev/zero").unwrap().problems_here().join(" ");
    assert!(error.ends_with("name a regular file"), "no key would mend that: {error}");
}
