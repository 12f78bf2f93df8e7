//! Begins a new file when one is full.
//!
//! A process may be killed between any two steps: `FILE` is there at every
//! moment, whole, and no older file is lost. (Where the file system knows no
//! second names, `FILE` is missing for an instant.)

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::{line, lock, spending::Spendings};

/// Moves the file that `path` names to `FILE.1` and puts another in its place,
/// which begins with what was spent so far.
pub(super) fn rotate(
    path: &Path,
    full: &File,
    keep: usize,
    spendings: &Spendings,
) -> io::Result<File> {
    if path.try_exists()? && !lock::is_at(full, path)? {
        return Err(io::Error::other("another file took its place"));
    }
    let fresh = suffixed(path, "new");
    let file = begin(&fresh, full, spendings)?;
    archive(path, full, keep)?;
    fs::rename(&fresh, path)?;
    keep_names(path);
    Ok(file)
}

/// Writes the names of files to the disk, where the system can. What is in a
/// file outlives a power cut only if its name does.
pub(super) fn keep_names(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        // Not every file system offers this; there is nothing else to do.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = path;
}

fn begin(fresh: &Path, full: &File, spendings: &Spendings) -> io::Result<File> {
    // A process that was killed may have left one behind.
    unless_absent(fs::remove_file(fresh))?;
    let file = lock::appending().create_new(true).open(fresh)?;
    let written = file.try_lock().map_err(io::Error::from).and_then(|()| {
        file.set_permissions(full.metadata()?.permissions())?;
        summarize(&file, spendings)?;
        // Before it takes the place of the full one, also after a power cut.
        file.sync_data()
    });
    match written {
        Ok(()) => Ok(file),
        Err(error) => {
            let _ = fs::remove_file(fresh);
            Err(error)
        }
    }
}

fn summarize(file: &File, spendings: &Spendings) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    let mut buffer = Vec::new();
    for spending in spendings.summary() {
        buffer.clear();
        line::spent(&mut buffer, &spending);
        buffer.push(b'\n');
        out.write_all(&buffer)?;
    }
    for (id, spending) in spendings.running() {
        buffer.clear();
        line::started(&mut buffer, id, &spending);
        buffer.push(b'\n');
        out.write_all(&buffer)?;
    }
    out.flush()
}

/// Gives the full file its second name. The first one goes to the new file in
/// the same step that puts it there.
fn archive(path: &Path, full: &File, keep: usize) -> io::Result<()> {
    let older = |number: usize| suffixed(path, &number.to_string());
    // The last process was killed after this step.
    if keep == 0 || lock::is_at(full, &older(1))? {
        return Ok(());
    }
    let mut free = keep;
    for number in 1..keep {
        if !older(number).try_exists()? {
            free = number;
            break;
        }
    }
    for number in (1..free).rev() {
        unless_absent(fs::rename(older(number), older(number + 1)))?;
    }
    unless_absent(fs::remove_file(older(1)))?;
    // Some file systems know no second name.
    unless_absent(fs::hard_link(path, older(1)).or_else(|_| fs::rename(path, older(1))))
}

fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(suffix);
    name.into()
}

fn unless_absent(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
