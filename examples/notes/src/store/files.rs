use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, clean, insert, tags};
use crate::error::NotesError;

/// A file as it is to be kept.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// Its first heading, or its name.
    pub title: String,
    /// Its text without front matter.
    pub body: String,
    /// The tags of its front matter.
    pub tags: Vec<String>,
}

impl Store {
    /// Whether the file was read before and has not changed since.
    ///
    /// # Errors
    /// The store's own.
    pub fn has_file(&self, path: &str, version: &str) -> Result<bool, NotesError> {
        let connection = self.pool.take()?;
        let known = known(&connection, path)?;
        Ok(known.is_some_and(|(seen, _)| seen == version))
    }

    /// Keeps a file as a note, in the place of its earlier version. Tags that
    /// calls put on the note stay.
    ///
    /// # Errors
    /// [`NotesError::Full`] and the store's own.
    pub fn put_file(&self, path: &str, version: &str, page: &Page) -> Result<(), NotesError> {
        self.write(|connection| {
            let id = match known(connection, path)? {
                Some((_, Some(id))) => {
                    connection
                        .prepare_cached("UPDATE note SET title = ?2, body = ?3 WHERE id = ?1")?
                        .execute(params![id, clean(&page.title), clean(&page.body)])?;
                    id
                }
                _ => insert(connection, &page.title, &page.body)?,
            };
            tags::fill(connection, id, &page.tags)?;
            connection
                .prepare_cached(
                    "INSERT INTO file (path, version, note) VALUES (?1, ?2, ?3)
                     ON CONFLICT (path) DO UPDATE SET version = ?2, note = ?3",
                )?
                .execute(params![path, version, id])?;
            Ok(())
        })
    }

    /// Drops the files that are not in `present`, with their notes. Returns
    /// how many.
    ///
    /// # Errors
    /// The store's own.
    pub fn retain_files(&self, present: &HashSet<String>) -> Result<usize, NotesError> {
        self.write(|connection| {
            let paths: Vec<String> = connection
                .prepare_cached("SELECT path FROM file")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let gone: Vec<_> = paths.iter().filter(|path| !present.contains(*path)).collect();
            for path in &gone {
                connection
                    .prepare_cached(
                        "DELETE FROM note WHERE id = (SELECT note FROM file WHERE path = ?1)",
                    )?
                    .execute([path])?;
                connection.prepare_cached("DELETE FROM file WHERE path = ?1")?.execute([path])?;
            }
            Ok(gone.len())
        })
    }
}

/// The version that was read, and its note unless that was deleted.
fn known(connection: &Connection, path: &str) -> rusqlite::Result<Option<(String, Option<i64>)>> {
    connection
        .prepare_cached("SELECT version, note FROM file WHERE path = ?1")?
        .query_row([path], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}
