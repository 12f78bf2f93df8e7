//! A server for notes: full-text search over a folder of Markdown files, and
//! over what agents add to them.
//!
//! [`tools`] and [`shelf`] are what clients see; [`store`] and [`index`] would be the same
//! without a server around them.

pub mod error;
pub mod index;
pub mod limits;
pub mod note;
pub mod settings;
pub mod shelf;
pub mod store;
pub mod tools;

use mcp_runtime::ServerBuilder;

use tools::Notes;

/// The server, as `main` runs it and as tests call it.
pub fn server(notes: Notes) -> ServerBuilder {
    mcp_runtime::server!()
        .title("Notes")
        .description("Full-text search over Markdown notes, and a place for new ones.")
        .instructions(
            "Call search with a few words, then read the notes that fit by their id. \
             Snippets are cut: read a note before you rely on it. \
             Search before you add, so that nothing is written down twice.",
        )
        .state(notes)
}
