//! The bounds of everything that grows. None of them is reached by ordinary
//! use; together they keep a broken client or folder from filling the machine.

use std::time::Duration;

/// Characters of a title.
pub const TITLE: usize = 200;
/// Characters of a note's text that one call may add.
pub const BODY: usize = 100_000;
/// Characters of a note that is read as a resource: as many as a file can have.
pub const WHOLE: i64 = 1 << 20;
/// Characters of each note that a prompt comes with.
pub const PART: i64 = 20_000;
/// Tags of one note.
pub const TAGS: usize = 32;
/// Characters of one tag.
pub const TAG: usize = 40;
/// Words of a query; those after them are ignored.
pub const QUERY_TERMS: usize = 32;

/// Bytes of the database, in memory or on disk.
pub const STORE_BYTES: u64 = 256 << 20;
/// Bytes of a file that is indexed.
pub const FILE_BYTES: u64 = 1 << 20;
/// Files that are indexed.
pub const FILES: usize = 10_000;
/// Folders within folders.
pub const DEPTH: usize = 16;
/// Entries of folders that are looked at, Markdown or not.
pub const ENTRIES: usize = 200_000;

/// How long a call waits for a connection to the database.
pub const CONNECTION_WAIT: Duration = Duration::from_secs(2);
/// How long `SQLite` waits for another process that uses the same file.
pub const BUSY_WAIT: Duration = Duration::from_secs(2);
/// How long one call may keep a connection before `SQLite` is interrupted.
pub const STATEMENT_TIME: Duration = Duration::from_secs(5);
/// How long a call waits for the first indexing.
pub const INDEX_WAIT: Duration = Duration::from_secs(3);
