//! Files that come and go without harm to others.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cli::catalog::KINDS;
use crate::error::{Error, Result};

/// By which a folder is known.
pub(super) const GENERATOR: &str = "mcp-runtime docs";

pub(super) struct Page {
    /// Within the folder, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

pub(super) struct Folder {
    path: PathBuf,
    /// Whether the index is ours, or there is nothing.
    ours: bool,
    /// What its index says was written before.
    known: HashSet<String>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) written: usize,
    pub(super) unchanged: usize,
    pub(super) deleted: usize,
}

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut folder = Self { path: path.to_owned(), ours: true, known: HashSet::new() };
        let mut entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folder),
            Err(error) => return Err(failed(path, &error)),
        };
        let index = fs::read(path.join("index.json")).ok();
        let index: Option<Value> = index.and_then(|text| serde_json::from_slice(&text).ok());
        match index.filter(|index| index["generator"] == GENERATOR) {
            Some(index) => folder.known = known(&index),
            None => folder.ours = entries.next().is_none(),
        }
        Ok(folder)
    }

    /// Writes the pages, and deletes those that it wrote before and are none any more.
    pub(super) fn write(&self, pages: &[Page], force: bool) -> Result<Done> {
        if !force {
            self.check(pages)?;
        }
        let mut done = Done::default();
        for page in pages {
            let path = self.path.join(&page.path);
            if fs::read(&path).is_ok_and(|old| old == page.text.as_bytes()) {
                done.unchanged += 1;
                continue;
            }
            let parent = path.parent().unwrap_or(&self.path);
            fs::create_dir_all(parent)
                .and_then(|()| fs::write(&path, &page.text))
                .map_err(|error| failed(&path, &error))?;
            done.written += 1;
        }
        for gone in self.known.iter().filter(|known| pages.iter().all(|page| page.path != **known))
        {
            done.deleted += usize::from(fs::remove_file(self.path.join(gone)).is_ok());
        }
        Ok(done)
    }

    /// Before anything is written: what others wrote is in no danger.
    fn check(&self, pages: &[Page]) -> Result<()> {
        let path = self.path.display();
        if !self.ours {
            return Err(Error::Usage(format!(
                "{path} holds files that `docs` did not write: name an empty or a new folder, \
                 or add `--force`, which leaves alone what has another name"
            )));
        }
        for page in pages.iter().filter(|page| !self.known.contains(&page.path)) {
            let there = fs::read(self.path.join(&page.path)).ok();
            if there.is_some_and(|there| there != page.text.as_bytes()) {
                return Err(Error::Usage(format!(
                    "{path}/{} was not written by `docs`: move it, or add `--force` to overwrite it",
                    page.path
                )));
            }
        }
        Ok(())
    }
}

/// The files of an index. It may have been edited: nothing outside the folder is one.
fn known(index: &Value) -> HashSet<String> {
    let listed =
        KINDS.iter().flat_map(|kind| index[kind.plural()].as_array().into_iter().flatten());
    let pages = listed.flat_map(|one| [&one["markdown"], &one["json"]]);
    let folder = |name: &str| KINDS.iter().any(|kind| kind.plural() == name);
    let inside = |path: &&str| {
        let (_, name) = path.split_once('/').filter(|(first, _)| folder(first)).unwrap_or_default();
        let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
        let kind = Path::new(name).extension();
        name.chars().all(plain) && kind.is_some_and(|kind| kind == "md" || kind == "json")
    };
    let pages = pages.filter_map(Value::as_str).filter(inside).map(str::to_owned);
    pages.chain(["index.md", "index.json"].map(str::to_owned)).collect()
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::Usage(format!("{}: {error}; name a folder that can be written to", path.display()))
}
