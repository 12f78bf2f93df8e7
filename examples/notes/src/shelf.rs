//! What people and applications take from the notes by themselves: resources
//! to attach, and a prompt to ask by.

use std::collections::BTreeMap;

use mcp_runtime::prelude::*;

use crate::error::NotesError;
use crate::limits;
use crate::note::Note;
use crate::tools::Notes;

/// Notes that a prompt comes with.
const ATTACHED: usize = 5;

#[mcp_tools]
impl Notes {
    /// The tags there are, and how many notes have each.
    #[mcp_resource("notes://tags", title = "Tags", mime_type = "application/json", timeout = "15s")]
    pub fn tags(&self) -> Result<Json<BTreeMap<String, i64>>, NotesError> {
        self.store()?.tags().map(Json)
    }

    /// A note as Markdown, by the id that search returns.
    #[mcp_resource("notes://{id}", title = "Note", mime_type = "text/markdown", timeout = "15s")]
    pub fn note(&self, #[arg(min = 1)] id: i64) -> Result<Option<String>, NotesError> {
        match self.store()?.read(id, 0, limits::WHOLE) {
            Ok(note) => Ok(Some(markdown(&note))),
            // Not there, as clients of resources expect to hear it.
            Err(NotesError::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sums up what the notes say about a topic; the best matches are attached.
    #[mcp_prompt(title = "Summarize notes", timeout = "15s")]
    pub fn summarize(
        &self,
        /// What it should be about.
        #[arg(min_length = 1, max_length = 400, example = "rate limit")]
        topic: String,
        /// The most words.
        #[arg(default = 150, min = 20, max = 1000)]
        words: u16,
    ) -> Result<Vec<PromptMessage>, NotesError> {
        let store = self.store()?;
        let found = store.search(&topic, None, ATTACHED)?;
        let task = if found.hits.is_empty() {
            format!("No note mentions {topic:?}. Say so, and suggest other words to search for.")
        } else {
            format!(
                "Sum up in at most {words} words what these notes say about {topic:?}. Name the \
                 notes that you rely on, and say where they disagree."
            )
        };
        let mut messages = vec![PromptMessage::user(task)];
        for hit in found.hits {
            let note = store.read(hit.id, 0, limits::PART)?;
            let text = ResourceContents::text(markdown(&note)).mime_type("text/markdown");
            messages
                .push(PromptMessage::user(Content::resource(format!("notes://{}", hit.id), text)));
        }
        Ok(messages)
    }
}

/// A file begins with its title already.
fn markdown(Note { title, body, .. }: &Note) -> String {
    if body.starts_with("# ") { body.clone() } else { format!("# {title}\n\n{body}") }
}
