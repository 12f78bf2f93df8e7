//! Who may write: the process that holds the advisory lock on the file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::Duration;

use super::LedgerError;

/// How long a process that is just ending may still hold the file.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

/// Opens a ledger to append to and to read, and locks it.
pub(super) fn open(path: &Path, patience: Duration) -> Result<File, LedgerError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::IsADirectory => LedgerError::NotAFile { path: path.to_owned() },
        _ => LedgerError::Open { path: path.to_owned(), source },
    };
    let mut pauses = patience.as_millis() / PAUSE.as_millis();
    loop {
        let file = appending().create(true).open(path).map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(LedgerError::NotAFile { path: path.to_owned() });
        }
        match file.try_lock() {
            // Else its holder began a new file between the two steps.
            Ok(()) if is_at(&file, path).map_err(failed)? => return Ok(file),
            Ok(()) | Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(source)) => {
                return Err(LedgerError::Lock { path: path.to_owned(), source });
            }
        }
        pauses =
            pauses.checked_sub(1).ok_or_else(|| LedgerError::InUse { path: path.to_owned() })?;
        std::thread::sleep(PAUSE);
    }
}

/// Appending, readable, and for nobody but this user: callers' names are
/// in it.
pub(super) fn appending() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether `path` names this very file, and not one that took its place.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let there = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        there => there?,
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let here = file.metadata()?;
        Ok((here.dev(), here.ino()) == (there.dev(), there.ino()))
    }
    // Elsewhere a file that is open cannot be replaced.
    #[cfg(not(unix))]
    {
        let _ = (file, there);
        Ok(true)
    }
}
