//! A folder of its own for each test, and records to write.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::usage::{Amount, Kind, Ledger, LedgerError, LedgerOptions, Usage, Windows};

pub(super) const DAY: Duration = Duration::from_hours(24);

pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("ledger-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("the temporary directory can be written");
        Self(path.canonicalize().expect("it was just made"))
    }

    pub(super) fn file(&self) -> PathBuf {
        self.join("usage.jsonl")
    }

    /// The names of the files in it.
    pub(super) fn names(&self) -> Vec<String> {
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
        let mut names: Vec<String> =
            fs::read_dir(&self.0).unwrap().map(|entry| name(entry).unwrap()).collect();
        names.sort();
        names
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The time of day `seconds` after the tests begin.
pub(super) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
}

/// A call that took no time.
pub(super) fn usage(id: &str, seconds: u64, cents: u64) -> Usage<'_> {
    Usage {
        request_id: id,
        kind: Kind::Tool,
        name: "search",
        caller: "peer 127.0.0.1",
        started: at(seconds),
        waited: Duration::ZERO,
        duration: Duration::ZERO,
        cost: (cents > 0).then(|| dollars(cents)),
        outcome: "OK",
        trace_id: None,
        cached: false,
    }
}

pub(super) fn dollars(cents: u64) -> Amount {
    Amount::new(cents * 10_000_000, Some('$'))
}

/// Every tool has a budget that looks back so far.
pub(super) fn every(window: Duration) -> Windows {
    Arc::new(move |_, _| window)
}

/// Opens a ledger. A process that another test is just starting may hold the
/// file for a moment, as a copy of this one.
pub(super) fn open(
    path: &Path,
    options: LedgerOptions,
    seconds: u64,
) -> Result<Ledger, LedgerError> {
    Ledger::open(path, options, every(DAY), at(seconds))
}

/// Opens a ledger that nobody holds, or says at once that somebody does.
pub(super) fn open_at_once(path: &Path) -> Result<Ledger, LedgerError> {
    Ledger::open_within(Duration::ZERO, path, LedgerOptions::new(), every(DAY), at(0))
}

/// What a restart would know was spent, in cents and seconds.
pub(super) fn restored(path: &Path, seconds: u64) -> Vec<(u64, u64)> {
    summary(&open(path, LedgerOptions::new(), seconds).expect("the ledger opens"))
}

pub(super) fn summary(ledger: &Ledger) -> Vec<(u64, u64)> {
    let seconds = |time: SystemTime| time.duration_since(at(0)).unwrap().as_secs();
    let spent = ledger.restore();
    spent.iter().map(|spent| (seconds(spent.at), spent.amount.nanos() / 10_000_000)).collect()
}
