use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::limits;

/// Connections to a database on disk: readers do not wait for a writer.
const CONNECTIONS: usize = 4;
/// What `PRAGMA application_id` says in `schema.sql`: "Note" in ASCII.
const APPLICATION: i64 = 0x4e6f_7465;
/// What `PRAGMA user_version` says in `schema.sql`.
const VERSION: i64 = 1;

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It cannot be opened, or is no database.
    #[error("cannot open the database {}: {source}; choose another file with NOTES_DB", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What `SQLite` said.
        source: rusqlite::Error,
    },
    /// It holds tables of another program.
    #[error("{} is another program's database; choose another file with NOTES_DB", .0.display())]
    Foreign(PathBuf),
    /// Its tables are not the ones this version knows.
    #[error("{} was written by a newer version of this server; update it, or choose another file with NOTES_DB", .0.display())]
    Newer(PathBuf),
}

/// Opens the connections of one store. `None` is a database in memory, which
/// belongs to its one connection.
pub(super) fn connections(
    path: Option<&Path>,
    max_bytes: u64,
) -> Result<Vec<Connection>, OpenError> {
    let shown = path.unwrap_or(Path::new(":memory:"));
    let failed = |source| OpenError::Open { path: shown.to_owned(), source };
    let Some(path) = path else {
        let mut connection = Connection::open_in_memory()
            .and_then(|one| configure(one, max_bytes))
            .map_err(failed)?;
        prepare(&mut connection, shown, failed)?;
        return Ok(vec![connection]);
    };
    // Without the flag for URIs: a file may be named `file:x?mode=memory`.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || {
        Connection::open_with_flags(path, flags)
            .and_then(|one| configure(one, max_bytes))
            .map_err(failed)
    };
    let mut first = open()?;
    prepare(&mut first, shown, failed)?;
    use_write_ahead_log(&first).map_err(failed)?;
    let mut connections = vec![first];
    for _ in 1..CONNECTIONS {
        connections.push(open()?);
    }
    Ok(connections)
}

fn configure(connection: Connection, max_bytes: u64) -> rusqlite::Result<Connection> {
    connection.busy_timeout(limits::BUSY_WAIT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // With a write-ahead log, a power cut may undo the last changes but
    // cannot harm the file; a sync for each change would buy little.
    connection.pragma_update(None, "synchronous", "normal")?;
    // Sorting must not create files either.
    connection.pragma_update(None, "temp_store", "memory")?;
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let pages = i64::try_from(max_bytes).unwrap_or(i64::MAX) / page;
    connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    Ok(connection)
}

/// Creates the tables in an empty database, and refuses any but our own.
fn prepare(
    connection: &mut Connection,
    path: &Path,
    failed: impl Fn(rusqlite::Error) -> OpenError,
) -> Result<(), OpenError> {
    let is_ours = |connection: &Connection| match contents(connection).map_err(&failed)? {
        Contents::Ours(VERSION) => Ok(true),
        Contents::Ours(_) => Err(OpenError::Newer(path.to_owned())),
        Contents::Foreign => Err(OpenError::Foreign(path.to_owned())),
        Contents::Nothing => Ok(false),
    };
    // Asked in a transaction: another process may be creating the tables, and
    // answers from before and after would look like a foreign database.
    let looking = connection.transaction().map_err(&failed)?;
    if is_ours(&looking)? {
        return Ok(());
    }
    looking.finish().map_err(&failed)?;
    // Of several processes with one new file, the others wait here and then
    // find the tables.
    let creating =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&failed)?;
    if !is_ours(&creating)? {
        creating.execute_batch(include_str!("schema.sql")).map_err(&failed)?;
    }
    creating.commit().map_err(failed)
}

/// Lets readers go on beside a writer. Kept in the file, so that the other
/// connections follow.
fn use_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    let start = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "wal") {
            // `busy_timeout` does not cover this change.
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && start.elapsed() < limits::BUSY_WAIT =>
            {
                thread::sleep(Duration::from_millis(10));
            }
            done => return done,
        }
    }
}

enum Contents {
    Nothing,
    Ours(i64),
    Foreign,
}

fn contents(connection: &Connection) -> rusqlite::Result<Contents> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if number("application_id")? == APPLICATION {
        return Ok(Contents::Ours(number("user_version")?));
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if tables == 0 { Contents::Nothing } else { Contents::Foreign })
}
