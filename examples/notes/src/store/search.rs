use rusqlite::{Connection, params};

use super::Store;
use super::marks::bold;
use super::query::Query;
use super::tags::normal_tag;
use crate::error::NotesError;
use crate::note::{Found, Hit, Matched};

/// FTS5 orders the matches by itself (`ORDER BY rank` and nothing else), so
/// that snippets are made only for the rows that are returned.
const SEARCH: &str = "
    SELECT note.id, note.title,
           snippet(note_text, -1, char(2), char(3), ' … ', 24),
           (SELECT group_concat(name, ',' ORDER BY name) FROM tag WHERE tag.note = note.id),
           (SELECT path FROM file WHERE file.note = note.id)
    FROM note_text JOIN note ON note.id = note_text.rowid
    WHERE note_text MATCH ?1
      AND (?2 IS NULL OR EXISTS (SELECT 1 FROM tag WHERE tag.note = note_text.rowid AND name = ?2))
    ORDER BY rank LIMIT ?3";

impl Store {
    /// Finds the notes that contain every word; where there is none, those
    /// that contain some.
    ///
    /// # Errors
    /// [`NotesError::EmptyQuery`] and the store's own.
    pub fn search(
        &self,
        query: &str,
        tag: Option<&str>,
        limit: usize,
    ) -> Result<Found, NotesError> {
        let query = Query::parse(query).ok_or(NotesError::EmptyQuery)?;
        let tag = tag.map(|tag| normal_tag(tag).unwrap_or_default());
        let connection = self.pool.take()?;
        let find = |expression: &str| hits(&connection, expression, tag.as_deref(), limit + 1);
        let mut matched = Matched::All;
        let mut hits = find(&query.all)?;
        if let (true, Some(some)) = (hits.is_empty(), &query.some) {
            hits = find(some)?;
            if !hits.is_empty() {
                matched = Matched::Some;
            }
        }
        let more = hits.len() > limit;
        hits.truncate(limit);
        Ok(Found { matched, hits, more })
    }
}

fn hits(
    connection: &Connection,
    expression: &str,
    tag: Option<&str>,
    limit: usize,
) -> Result<Vec<Hit>, NotesError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(SEARCH)?;
    let rows = statement.query_map(params![expression, tag, limit], |row| {
        let tags: Option<String> = row.get(3)?;
        Ok(Hit {
            id: row.get(0)?,
            title: row.get(1)?,
            snippet: bold(&row.get::<_, String>(2)?),
            tags: tags.iter().flat_map(|tags| tags.split(',')).map(str::to_owned).collect(),
            file: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
