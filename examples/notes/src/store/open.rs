use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

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
    // Kept in the file, so that the other connections follow.
    first.pragma_update(None, "journal_mode", "wal").map_err(failed)?;
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
    // Several processes may start on one new file. What is in it is asked in
    // a transaction, so that all answers are about the same moment; the
    // second process waits for the second one, and then finds the tables.
    for (behavior, may_create) in
        [(TransactionBehavior::Deferred, false), (TransactionBehavior::Immediate, true)]
    {
        let transaction = connection.transaction_with_behavior(behavior).map_err(&failed)?;
        match contents(&transaction).map_err(&failed)? {
            Contents::Ours(VERSION) => return Ok(()),
            Contents::Ours(_) => return Err(OpenError::Newer(path.to_owned())),
            Contents::Foreign => return Err(OpenError::Foreign(path.to_owned())),
            Contents::Nothing if !may_create => {}
            Contents::Nothing => {
                transaction.execute_batch(include_str!("schema.sql")).map_err(&failed)?;
                transaction.commit().map_err(&failed)?;
            }
        }
    }
    Ok(())
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
