use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::error::NotesError;
use crate::limits;

/// The spelling under which a tag is kept: `Rust` and `rust` are one tag.
///
/// `None` where the text is no tag: empty, too long, or with a space, a comma
/// or a hash in it. The `pattern` of the tools says the same.
pub fn normal_tag(text: &str) -> Option<String> {
    let tag = text.trim().trim_start_matches('#');
    let fits = (1..=limits::TAG).contains(&tag.chars().count());
    let separated = tag.contains(|char| char <= ' ' || char == ',' || char == '#');
    (fits && !separated).then(|| tag.to_lowercase())
}

/// The tags of a note, sorted.
pub(super) fn of(connection: &Connection, id: i64) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached("SELECT name FROM tag WHERE note = ?1 ORDER BY name")?
        .query_map([id], |row| row.get(0))?
        .collect()
}

/// Every tag, with how many notes have it.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<BTreeMap<String, i64>> {
    connection
        .prepare_cached("SELECT name, count(*) FROM tag GROUP BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// Adds and removes tags of a note that exists.
pub(super) fn change(
    connection: &Connection,
    id: i64,
    add: &[String],
    remove: &[String],
) -> Result<(), NotesError> {
    let normal = |tags: &[String]| tags.iter().filter_map(|tag| normal_tag(tag)).collect();
    let (add, remove): (BTreeSet<String>, BTreeSet<String>) = (normal(add), normal(remove));
    let both: Vec<String> = add.intersection(&remove).cloned().collect();
    if !both.is_empty() {
        return Err(NotesError::ContradictoryTags { tags: both });
    }
    for tag in &remove {
        connection
            .prepare_cached("DELETE FROM tag WHERE note = ?1 AND name = ?2")?
            .execute(params![id, tag])?;
    }
    for tag in &add {
        add_one(connection, id, tag)?;
    }
    let count = of(connection, id)?.len();
    if count > limits::TAGS {
        return Err(NotesError::TooManyTags { id, count });
    }
    Ok(())
}

/// Adds tags as long as there is room: a file cannot be asked to carry fewer.
pub(super) fn fill(connection: &Connection, id: i64, tags: &[String]) -> rusqlite::Result<()> {
    let mut there = of(connection, id)?;
    for tag in tags.iter().filter_map(|tag| normal_tag(tag)) {
        if there.len() < limits::TAGS && !there.contains(&tag) {
            add_one(connection, id, &tag)?;
            there.push(tag);
        }
    }
    Ok(())
}

fn add_one(connection: &Connection, id: i64, tag: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO tag (note, name) VALUES (?1, ?2)")?
        .execute(params![id, tag])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::normal_tag;

    #[test]
    fn case_and_a_leading_hash_do_not_matter() {
        assert_eq!(normal_tag(" #Rust ").as_deref(), Some("rust"));
        assert_eq!(normal_tag("büro/2026").as_deref(), Some("büro/2026"));
    }

    #[test]
    fn what_cannot_be_written_in_a_list_is_no_tag() {
        for text in ["", "#", "two words", "a,b", "a#b", "a\0b", &"x".repeat(41)] {
            assert_eq!(normal_tag(text), None, "{text:?}");
        }
    }
}
