use std::io;
use std::path::PathBuf;

/// Why a ledger cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// The file could not be opened.
    #[error(
        "cannot open the ledger {}: {source}; create its directory, or let this user write there",
        path.display()
    )]
    Open {
        /// The ledger.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// What was spent could not be read from it.
    #[error(
        "cannot read the ledger {}: {source}; mend the disk, or move the file away to begin anew \
         with nothing spent",
        path.display()
    )]
    Read {
        /// The ledger.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// It is a directory, a device or a pipe.
    #[error("the ledger {} is not a regular file; name another", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// There is text in it, and no record.
    #[error(
        "the ledger {} holds something else than records of calls; name another file, or move \
         this one away",
        path.display()
    )]
    NotALedger {
        /// What was named.
        path: PathBuf,
    },
    /// Another process writes to it.
    #[error(
        "the ledger {} is in use by another process; stop that one, or give each its own file",
        path.display()
    )]
    InUse {
        /// The ledger.
        path: PathBuf,
    },
    /// The file system does not say who writes to it.
    #[error(
        "cannot lock the ledger {}: {source}; put it on a file system that has locks, such as a \
         local disk",
        path.display()
    )]
    Lock {
        /// The ledger.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}
