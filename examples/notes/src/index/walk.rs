//! Which files of a folder are notes.

use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Folder;

/// How far a walk goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) files: usize,
    pub(super) depth: usize,
    pub(super) entries: usize,
    pub(super) bytes: u64,
}

/// A Markdown file that was found.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Below the folder, with `/` on every system.
    pub(super) name: String,
    /// Changes whenever the file does.
    pub(super) version: String,
}

/// What a walk came to.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// In the order of their names, so that ids do not depend on the disk.
    pub(super) files: Vec<Found>,
    /// Whether something may be there that was not looked at.
    pub(super) incomplete: bool,
    entries: usize,
}

/// Finds the Markdown files below a folder.
///
/// Hidden entries are skipped, and so are symbolic links: what they point to
/// is either in the folder, and found there, or outside of it, where nothing
/// was meant to be published. A loop cannot arise.
pub(super) fn walk(folder: &Folder, bounds: Bounds) -> Walk {
    let mut walk = Walk::default();
    for start in folder.starts() {
        // The folder itself may be a link: its owner named it.
        match fs::metadata(&start) {
            Ok(metadata) if metadata.is_dir() => walk.folder(folder, &start, bounds, 0),
            Ok(metadata) => walk.file(folder, &start, &metadata, bounds),
            Err(error) => {
                tracing::warn!(path = %start.display(), %error, "not indexed");
                walk.incomplete = true;
            }
        }
    }
    walk
}

impl Walk {
    fn folder(&mut self, folder: &Folder, path: &Path, bounds: Bounds, depth: usize) {
        let mut entries: Vec<DirEntry> = match fs::read_dir(path) {
            Ok(entries) => entries.take(bounds.entries - self.entries).flatten().collect(),
            Err(error) => return self.skip(path, &error),
        };
        self.entries += entries.len();
        if self.entries >= bounds.entries {
            self.skip(path, &"the folder has too many entries");
        }
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            // Of the entry itself: a link is neither a folder nor a file.
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => {
                    if depth < bounds.depth {
                        self.folder(folder, &path, bounds, depth + 1);
                    } else {
                        self.skip(&path, &"the folders are nested too deeply");
                    }
                }
                Ok(metadata) => self.file(folder, &path, &metadata, bounds),
                Err(error) => self.skip(&path, &error),
            }
        }
    }

    fn file(&mut self, folder: &Folder, path: &Path, metadata: &fs::Metadata, bounds: Bounds) {
        let extension = path.extension().unwrap_or_default();
        let markdown = ["md", "markdown"].iter().any(|known| extension.eq_ignore_ascii_case(known));
        if !markdown || !metadata.is_file() {
            return;
        }
        if metadata.len() > bounds.bytes {
            // Not `incomplete`: it was looked at, and is no note.
            tracing::warn!(path = %path.display(), "not indexed: larger than 1 MiB");
            return;
        }
        if self.files.len() >= bounds.files {
            if self.files.len() == bounds.files && !self.incomplete {
                self.skip(path, &"the folder has too many Markdown files");
            }
            self.incomplete = true;
            return;
        }
        let name = folder.name_of(path);
        let version = version(metadata);
        self.files.push(Found { path: path.to_owned(), name, version });
    }

    fn skip(&mut self, path: &Path, reason: &dyn std::fmt::Display) {
        tracing::warn!(path = %path.display(), "not indexed: {reason}");
        self.incomplete = true;
    }
}

fn version(metadata: &fs::Metadata) -> String {
    let modified = metadata.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    format!("{} {}", modified.unwrap_or_default().as_nanos(), metadata.len())
}
