//! Reading a folder of Markdown files into the store.

mod folder;
mod markdown;
mod once;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

pub use folder::Folder;
pub(crate) use once::Once;

use crate::error::NotesError;
use crate::limits;
use crate::store::Store;
use walk::Bounds;

const BOUNDS: Bounds = Bounds {
    files: limits::FILES,
    depth: limits::DEPTH,
    entries: limits::ENTRIES,
    bytes: limits::FILE_BYTES,
};

/// What an indexing came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that are new or have changed.
    pub read: usize,
    /// Files that were known already.
    pub unchanged: usize,
    /// Files that are gone, with their notes.
    pub removed: usize,
    /// Files that could not be read.
    pub failed: usize,
}

/// Brings the store up to date with the folder. What cannot be read is
/// logged and left out.
///
/// # Errors
/// Where the store fails or is full.
pub fn index(store: &Store, folder: &Folder) -> Result<Summary, NotesError> {
    index_within(store, folder, BOUNDS)
}

fn index_within(store: &Store, folder: &Folder, bounds: Bounds) -> Result<Summary, NotesError> {
    let walk = walk::walk(folder, bounds);
    let mut summary = Summary::default();
    for file in &walk.files {
        if store.has_file(&file.name, &file.version)? {
            summary.unchanged += 1;
            continue;
        }
        match read(&file.path, bounds.bytes) {
            Ok(text) => {
                let name = file.path.file_stem().unwrap_or_default().to_string_lossy();
                store.put_file(&file.name, &file.version, &markdown::parse(&text, &name))?;
                summary.read += 1;
            }
            Err(error) => {
                tracing::warn!(path = %file.path.display(), %error, "not indexed");
                summary.failed += 1;
            }
        }
    }
    // A folder that was not seen whole says nothing about what is gone from it.
    if !walk.incomplete {
        let present: HashSet<String> = walk.files.into_iter().map(|file| file.name).collect();
        summary.removed = store.retain_files(&present)?;
    }
    Ok(summary)
}

/// The file may have grown since it was measured.
fn read(path: &Path, most: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
