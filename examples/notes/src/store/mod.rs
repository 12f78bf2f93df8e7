//! The notes in `SQLite`, with their full-text index. Knows nothing of tools.

mod files;
mod marks;
mod open;
mod pool;
mod query;
mod search;
mod tags;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

pub use files::Page;
pub use open::OpenError;
pub use tags::normal_tag;

use crate::error::NotesError;
use crate::limits;
use crate::note::{Card, Note};

/// All notes. Every method blocks; see [`limits`] for how long.
pub struct Store {
    pool: pool::Pool,
}

impl Store {
    /// Opens a database file, or one in memory that ends with the process.
    ///
    /// # Errors
    /// Where the file cannot be opened or is not this program's.
    pub fn open(path: Option<&Path>) -> Result<Self, OpenError> {
        Self::with_capacity(path, limits::STORE_BYTES)
    }

    /// [`open`](Self::open) with a bound of its own on the size in bytes.
    ///
    /// # Errors
    /// Where the file cannot be opened or is not this program's.
    pub fn with_capacity(path: Option<&Path>, max_bytes: u64) -> Result<Self, OpenError> {
        let connections = open::connections(path, max_bytes)?;
        Ok(Self { pool: pool::Pool::new(connections, pool::Patience::default()) })
    }

    /// Reads `length` characters of a note, from `offset`.
    ///
    /// # Errors
    /// [`NotesError::NotFound`] and the store's own.
    pub fn read(&self, id: i64, offset: i64, length: i64) -> Result<Note, NotesError> {
        let connection = self.pool.take()?;
        let mut statement = connection.prepare_cached(
            "SELECT title, substr(body, ?2 + 1, ?3), length(body) > ?2 + ?3,
                    (SELECT path FROM file WHERE file.note = note.id)
             FROM note WHERE id = ?1",
        )?;
        let note = statement.query_row(params![id, offset, length], |row| {
            let more: bool = row.get(2)?;
            Ok(Note {
                id,
                title: row.get(0)?,
                tags: tags::of(&connection, id)?,
                file: row.get(3)?,
                body: row.get(1)?,
                next_offset: more.then_some(offset + length),
            })
        });
        note.optional()?.ok_or(NotesError::NotFound { id })
    }

    /// Adds a note.
    ///
    /// # Errors
    /// [`NotesError::Full`], [`NotesError::TooManyTags`] and the store's own.
    pub fn add(&self, title: &str, body: &str, tags: &[String]) -> Result<Card, NotesError> {
        self.write(|connection| {
            let id = insert(connection, title, body)?;
            tags::change(connection, id, tags, &[])?;
            Ok(Card { id, title: title.to_owned(), tags: tags::of(connection, id)? })
        })
    }

    /// Adds and removes tags; those that are there, or are not, stay so.
    ///
    /// # Errors
    /// [`NotesError::NotFound`], [`NotesError::ContradictoryTags`],
    /// [`NotesError::TooManyTags`] and the store's own.
    pub fn tag(&self, id: i64, add: &[String], remove: &[String]) -> Result<Card, NotesError> {
        self.write(|connection| {
            let title = title(connection, id)?;
            tags::change(connection, id, add, remove)?;
            Ok(Card { id, title, tags: tags::of(connection, id)? })
        })
    }

    /// All tags, with how many notes have each.
    ///
    /// # Errors
    /// The store's own.
    pub fn tags(&self) -> Result<BTreeMap<String, i64>, NotesError> {
        Ok(tags::all(&*self.pool.take()?)?)
    }

    /// Deletes a note and returns its title.
    ///
    /// # Errors
    /// [`NotesError::NotFound`] and the store's own.
    pub fn delete(&self, id: i64) -> Result<String, NotesError> {
        self.write(|connection| {
            let title = title(connection, id)?;
            connection.prepare_cached("DELETE FROM note WHERE id = ?1")?.execute([id])?;
            Ok(title)
        })
    }

    /// Runs `change` in a transaction of its own, which fails as a whole.
    fn write<T>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, NotesError>,
    ) -> Result<T, NotesError> {
        let mut connection = self.pool.take()?;
        // A transaction that turns from reading to writing may fail at once
        // where another process writes; one that begins as a writer waits.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = change(&transaction)?;
        transaction.commit()?;
        Ok(value)
    }
}

fn insert(connection: &Connection, title: &str, body: &str) -> Result<i64, NotesError> {
    connection
        .prepare_cached("INSERT INTO note (title, body) VALUES (?1, ?2)")?
        .execute([clean(title), clean(body)])?;
    Ok(connection.last_insert_rowid())
}

/// `SQLite` ends a text at the first NUL when it measures, cuts or indexes it.
fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

fn title(connection: &Connection, id: i64) -> Result<String, NotesError> {
    connection
        .prepare_cached("SELECT title FROM note WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?
        .ok_or(NotesError::NotFound { id })
}
