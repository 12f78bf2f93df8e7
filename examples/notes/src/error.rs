//! What a tool answers when it cannot do its work.

use std::time::Duration;

use mcp_runtime::prelude::*;
use rusqlite::ErrorCode;

use crate::limits;

/// Why a call failed. Each code comes with the step an agent takes next;
/// variants without a code are answered with INTERNAL and explained in the log.
#[derive(Debug, thiserror::Error, ToolError)]
#[non_exhaustive]
pub enum NotesError {
    /// The id names nothing, or a note that was deleted.
    #[error("there is no note with the id {id}")]
    #[tool_error(
        code = "NOTE_NOT_FOUND",
        action = "Call search to find the id of a note.",
        details(id)
    )]
    NotFound {
        /// The id that was asked for.
        id: i64,
    },
    /// The query is made of punctuation only.
    #[error("the query has no word to look for")]
    #[tool_error(
        code = "EMPTY_QUERY",
        action = "Repeat the call with at least one word made of letters or digits."
    )]
    EmptyQuery,
    /// One call asks for both about the same tags.
    #[error("the same tags are both added and removed: {}", tags.join(", "))]
    #[tool_error(
        code = "CONTRADICTORY_TAGS",
        action = "Repeat the call with each tag in one of the two lists only.",
        details(tags)
    )]
    ContradictoryTags {
        /// The tags in both lists.
        tags: Vec<String>,
    },
    /// A note can carry only so many tags.
    #[error("the note would have {count} tags; at most {} are allowed", limits::TAGS)]
    #[tool_error(
        code = "TOO_MANY_TAGS",
        action = "Remove tags from note {id} in the same call, or add fewer.",
        details(id, count)
    )]
    TooManyTags {
        /// The note.
        id: i64,
        /// How many tags it would have had.
        count: usize,
    },
    /// The database has reached its size limit.
    #[error("the notes have used up the space they may take")]
    #[tool_error(
        code = "STORE_FULL",
        action = "Ask the user which notes may go, call delete for each, then repeat the call."
    )]
    Full,
    /// The folder is still being read for the first time.
    #[error("the notes are still being indexed")]
    #[tool_error(
        code = "INDEXING",
        retry_after = wait,
        action = "Wait for retryAfter seconds, then repeat the call."
    )]
    Indexing {
        /// When it makes sense to ask again.
        wait: Duration,
    },
    /// Other calls, or another process on the same file, held the database
    /// for too long.
    #[error("the notes are in use by other calls")]
    #[tool_error(
        code = "STORE_BUSY",
        retryable,
        retry_after = "1s",
        action = "Wait for retryAfter seconds, then repeat the call."
    )]
    Busy,
    /// The database was interrupted: the call asks for too much.
    #[error("looking this up took too long")]
    #[tool_error(
        code = "TOO_SLOW",
        action = "Ask for less: rarer words, whole words instead of beginnings, or a lower limit."
    )]
    TooSlow,
    /// The thread that reads the folder could not be started.
    #[error("the notes cannot be indexed")]
    Thread(#[source] std::io::Error),
    /// `SQLite` failed in a way that no caller can mend.
    #[error("the database failed")]
    Database(#[source] rusqlite::Error),
}

// Written by hand: some of SQLite's codes are the caller's to act on.
impl From<rusqlite::Error> for NotesError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::OperationInterrupted) => Self::TooSlow,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(error),
        }
    }
}
