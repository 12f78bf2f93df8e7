//! What the tools return. The doc comments reach clients as the descriptions
//! of the output schemas.

use schemars::JsonSchema;
use serde::Serialize;

/// The notes that a query found.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct Found {
    /// How the notes match the query.
    pub matched: Matched,
    /// Best match first.
    pub hits: Vec<Hit>,
    /// Whether the limit cut off further notes.
    pub more: bool,
}

/// How notes match a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Matched {
    /// Each note contains every word.
    All,
    /// No note contains every word; these contain some.
    Some,
}

/// One note that was found.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct Hit {
    /// What to pass to read, tag and delete.
    pub id: i64,
    /// The note's title.
    pub title: String,
    /// The passage that matches best, with the matching words in **bold**.
    pub snippet: String,
    /// The note's tags.
    pub tags: Vec<String>,
    /// The file it was read from; absent if it was added by a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// One note, or a part of a long one.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct Note {
    /// The note's id.
    pub id: i64,
    /// The note's title.
    pub title: String,
    /// The note's tags.
    pub tags: Vec<String>,
    /// The file it was read from; absent if it was added by a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Markdown, from the offset asked for.
    pub body: String,
    /// Where the rest begins; absent if the body ends here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_offset: Option<i64>,
}

/// A note without its text.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
pub struct Card {
    /// The note's id.
    pub id: i64,
    /// The note's title.
    pub title: String,
    /// The note's tags, all of them.
    pub tags: Vec<String>,
}
