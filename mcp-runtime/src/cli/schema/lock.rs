//! The file that keeps what callers rely on.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::{Value, json};

use super::{Entries, by_kind, entries};
use crate::cli::catalog::{Catalog, KINDS};
use crate::error::{Error, Result};
use crate::usage::Kind;

/// Of the file's format.
const VERSION: u64 = 1;

/// More than this is no lock file.
const LARGEST: u64 = 64 << 20;

/// Writes the file where it differs, whole or not at all; over nothing but a lock file. A link stays one.
pub(super) fn write(path: &Path, catalog: &Catalog) -> Result<bool> {
    let mut lock = json!({"lockVersion": VERSION, "server": catalog.identity().0, "tools": []});
    let all = by_kind(&entries(catalog.enabled()));
    for (kind, entries) in all.as_object().into_iter().flatten() {
        lock[kind] = entries.clone();
    }
    let text = format!("{lock:#}\n");
    if let Ok(old) = fs::read(path) {
        if old == text.as_bytes() {
            return Ok(false);
        }
        if !old.trim_ascii().is_empty() && !is_lock(&old) {
            return Err(usage(
                path,
                "holds something else than a lock: name another file, or delete this one first",
            ));
        }
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut beside = target.as_os_str().to_owned();
    beside.push(format!(".{}.new", std::process::id()));
    let written = fs::File::create(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&beside, &target));
    written.map_err(|source| {
        let _ = fs::remove_file(&beside);
        usage(path, &format!("cannot be written: {source}"))
    })?;
    Ok(true)
}

fn is_lock(text: &[u8]) -> bool {
    serde_json::from_slice::<Value>(text).is_ok_and(|lock| lock.get("lockVersion").is_some())
}

/// What the file holds, as it was.
pub(super) fn read(path: &Path) -> Result<Entries> {
    let text = match fs::metadata(path).and_then(|found| match found.len() {
        0..=LARGEST => fs::read_to_string(path),
        _ => Err(io::Error::other("the file is too large")),
    }) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let what = format!(
                "is not there: write it with `schema --lock {}` and commit it",
                path.display()
            );
            return Err(usage(path, &what));
        }
        Err(error) => return Err(usage(path, &format!("cannot be read: {error}"))),
    };
    let lock: Value = serde_json::from_str(&text)
        .map_err(|error| usage(path, &format!("is no lock file: {error}")))?;
    match (lock["lockVersion"].as_u64(), &lock["tools"]) {
        (Some(VERSION), Value::Array(_)) => {
            Ok(KINDS.into_iter().flat_map(|kind| of_kind(&lock, kind)).collect())
        }
        (Some(version), _) if version > VERSION => Err(usage(
            path,
            &format!(
                "was written by a newer mcp-runtime (lockVersion {version}): update this program"
            ),
        )),
        _ => Err(usage(path, "is no lock file: write one with `schema --lock FILE`")),
    }
}

/// None, where there were none of that kind yet.
fn of_kind(lock: &Value, kind: Kind) -> impl Iterator<Item = (Kind, Value)> {
    let all = lock[kind.plural()].as_array().into_iter().flatten();
    all.map(move |one| (kind, one.clone()))
}

fn usage(path: &Path, what: &str) -> Error {
    Error::Usage(format!("{} {what}", path.display()))
}
