//! What clients may call.

use std::sync::Arc;

use mcp_runtime::prelude::*;

use crate::error::NotesError;
use crate::index::{self, Folder, Once};
use crate::note::{Card, Found, Note};
use crate::store::Store;

/// The notes and the folder they come from. The tools are its methods, so
/// `ServerBuilder::state` is given one value of it.
pub struct Notes {
    store: Arc<Store>,
    folder: Option<Folder>,
    indexed: Once,
}

impl Notes {
    /// Notes from calls only.
    pub fn new(store: Store) -> Self {
        Self { store: Arc::new(store), folder: None, indexed: Once::default() }
    }

    /// Reads this folder too, when the first tool is called.
    #[must_use]
    pub fn with_folder(mut self, folder: Folder) -> Self {
        self.folder = Some(folder);
        self
    }

    /// The store, once the folder was read into it.
    pub(crate) fn store(&self) -> Result<&Store, NotesError> {
        if let Some(folder) = &self.folder {
            let (store, folder) = (Arc::clone(&self.store), folder.clone());
            self.indexed.run(move || match index::index(&store, &folder) {
                Ok(summary) => tracing::info!(?summary, "indexed"),
                Err(error) => {
                    let error: &dyn std::error::Error = &error;
                    tracing::error!(error, "the folder was not indexed");
                }
            })?;
        }
        Ok(&self.store)
    }
}

// None of these functions is async: SQLite blocks, and the runtime runs what
// blocks on threads of its own. The timeouts are longer than all waits of the
// store together, so that a caller is told INDEXING or STORE_BUSY and when to
// come back instead of TIMEOUT.
#[mcp_tools]
impl Notes {
    /// Finds notes by the words in them, best match first.
    ///
    /// Word endings and accents do not matter. Where no note contains every
    /// word, notes that contain some of them are returned.
    #[mcp_tool(title = "Search notes", read_only, open_world = false, timeout = "15s")]
    pub fn search(
        &self,
        /// Words to look for, a "phrase in quotes", or the beginning of a word: serv*.
        #[arg(min_length = 1, max_length = 400, example = "rate limit")]
        query: String,
        /// How many notes to return.
        #[arg(default = 10, min = 1, max = 50)]
        limit: u8,
        /// Only notes with this tag.
        #[arg(min_length = 1, max_length = 40)]
        tag: Option<String>,
    ) -> Result<Json<Found>, NotesError> {
        self.store()?.search(&query, tag.as_deref(), limit.into()).map(Json)
    }

    /// Reads a note. A long one comes in parts: repeat the call with
    /// `next_offset` as the offset until it is absent.
    #[mcp_tool(title = "Read a note", read_only, open_world = false, timeout = "15s")]
    pub fn read(
        &self,
        /// The id that search returned.
        #[arg(min = 1)]
        id: i64,
        /// Where to begin, in characters.
        #[arg(default = 0, min = 0)]
        offset: u32,
        /// How many characters to return.
        #[arg(default = 20_000, min = 1, max = 100_000)]
        length: u32,
    ) -> Result<Json<Note>, NotesError> {
        self.store()?.read(id, offset.into(), length.into()).map(Json)
    }

    /// Adds a note. Two calls add two notes.
    #[mcp_tool(title = "Add a note", destructive = false, open_world = false, timeout = "15s")]
    pub fn add(
        &self,
        /// One line that says what the note is about.
        #[arg(max_length = 200, pattern = r"\S")]
        title: String,
        /// The text, in Markdown.
        #[arg(max_length = 100_000)]
        body: String,
        /// Words to find the note by, such as "draft"; no spaces.
        #[arg(default, max_items = 32, pattern = r"^[^\x00-\x20,#]{1,40}$")]
        tags: Vec<String>,
    ) -> Result<Json<Card>, NotesError> {
        self.store()?.add(title.trim(), &body, &tags).map(Json)
    }

    /// Adds tags to a note and removes tags from it. Returns the tags it has then.
    #[mcp_tool(title = "Tag a note", idempotent, open_world = false, timeout = "15s")]
    pub fn tag(
        &self,
        /// The id that search returned.
        #[arg(min = 1)]
        id: i64,
        /// Tags to add.
        #[arg(default, max_items = 32, pattern = r"^[^\x00-\x20,#]{1,40}$")]
        add: Vec<String>,
        /// Tags to remove.
        #[arg(default, max_items = 32, pattern = r"^[^\x00-\x20,#]{1,40}$")]
        remove: Vec<String>,
    ) -> Result<Json<Card>, NotesError> {
        self.store()?.tag(id, &add, &remove).map(Json)
    }

    /// Deletes a note for good. The file it was read from, if any, stays.
    #[mcp_tool(
        title = "Delete a note",
        destructive,
        idempotent,
        open_world = false,
        timeout = "15s"
    )]
    pub fn delete(
        &self,
        /// The id that search returned.
        #[arg(min = 1)]
        id: i64,
    ) -> Result<String, NotesError> {
        let title = self.store()?.delete(id)?;
        Ok(format!("Deleted note {id}, {title:?}."))
    }
}
