use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant, SystemTime};

use super::parse::{self, Mistake};
use super::table::Table;
use crate::clock::Clock;

/// How often the file is looked at, at most.
const INTERVAL: Duration = Duration::from_secs(2);
/// The largest file, which has room for some ten thousand keys.
const LARGEST: u64 = 1 << 20;

/// The keys of a file, read again once it has changed.
pub(super) struct KeyFile {
    path: PathBuf,
    table: RwLock<Arc<Table>>,
    watch: Mutex<Watch>,
}

struct Watch {
    /// When to look again; `None` before the first use.
    due: Option<Instant>,
    /// What the file was when it was last read, or that it was not there.
    seen: Option<Stamp>,
}

/// Changes when a file is written or another is put in its place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    identity: u64,
}

impl KeyFile {
    /// Reads the file; the error is every mistake in it.
    pub(super) fn open(path: PathBuf) -> Result<Self, Vec<String>> {
        let (table, seen) = read(&path).map_err(|(problem, _)| problem.all(&path))?;
        if table.len() == 0 {
            tracing::warn!(path = %path.display(), "the file holds no API key");
        }
        let watch = Mutex::new(Watch { due: None, seen: Some(seen) });
        Ok(Self { path, table: RwLock::new(Arc::new(table)), watch })
    }

    /// The keys that are valid now.
    pub(super) fn table(&self, clock: &Clock) -> Arc<Table> {
        // Whoever comes while another reads goes by the keys of before.
        match self.watch.try_lock() {
            Ok(mut watch) => self.look(&mut watch, clock.now()),
            Err(TryLockError::Poisoned(watch)) => self.look(&mut watch.into_inner(), clock.now()),
            Err(TryLockError::WouldBlock) => {}
        }
        Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn look(&self, watch: &mut Watch, now: Instant) {
        if watch.due.is_some_and(|due| now < due) {
            return;
        }
        watch.due = Some(now + INTERVAL);
        let stamp = self.path.metadata().ok().map(|metadata| Stamp::new(&metadata));
        if stamp == watch.seen {
            return;
        }
        match read(&self.path) {
            Ok((table, seen)) => {
                watch.seen = Some(seen);
                tracing::info!(path = %self.path.display(), keys = table.len(), "API keys were read again");
                *self.table.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(table);
            }
            Err((problem, seen)) => {
                // Said once, until it changes again.
                watch.seen = seen;
                let problem = problem.first(&self.path);
                tracing::warn!("the API keys of before stay in force: {problem}");
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Stamp {
    fn new(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = std::os::unix::fs::MetadataExt::ino(metadata);
        #[cfg(not(unix))]
        let identity = 0;
        Self { modified: metadata.modified().ok(), length: metadata.len(), identity }
    }
}

/// Why a file gives no keys.
enum Problem {
    Unreadable(io::Error),
    Mistakes(Vec<Mistake>),
}

impl Problem {
    fn all(self, path: &Path) -> Vec<String> {
        let path = path.display();
        match self {
            Self::Unreadable(error) => {
                let how = match error.kind() {
                    io::ErrorKind::NotFound => {
                        "; `keys mint --name NAME` of this program prints a key and the record to \
                         put there"
                    }
                    _ => "",
                };
                vec![format!("the API keys of `{path}` cannot be read: {error}{how}")]
            }
            Self::Mistakes(mistakes) => {
                super::listed(mistakes, |mistake| format!("{path}:{mistake}"))
            }
        }
    }

    /// In one line.
    fn first(self, path: &Path) -> String {
        let all = self.all(path);
        let more = all.len() - 1;
        let more = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        format!("{}{more}", all[0])
    }
}

/// What the file holds, and what it was then: also where it holds no keys.
fn read(path: &Path) -> Result<(Table, Stamp), (Problem, Option<Stamp>)> {
    let unreadable = |error| (Problem::Unreadable(error), None);
    // A pipe or a device might never end, and opening it never return.
    let metadata = path.metadata().map_err(unreadable)?;
    let stamp = Stamp::new(&metadata);
    let unreadable = |error| (Problem::Unreadable(error), Some(stamp));
    if !metadata.is_file() {
        return Err(unreadable(io::Error::other("name a regular file")));
    }
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
        .map_err(unreadable)?;
    if text.len() as u64 > LARGEST {
        return Err(unreadable(io::Error::other("it is larger than 1 MiB")));
    }
    let records =
        parse::records(&text).map_err(|mistakes| (Problem::Mistakes(mistakes), Some(stamp)))?;
    Ok((Table::new(&records), stamp))
}
