//! A client's file on disk: read as it is, kept beside, replaced at once.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::clock::calendar;

/// No configuration that people write is larger.
const LARGEST: u64 = 16 << 20;

pub(super) struct Found {
    /// Where it is, symbolic links followed: a link stays one.
    pub(super) path: PathBuf,
    /// `None` where there is none yet.
    pub(super) text: Option<String>,
}

/// Reads the file, if there is one.
pub(super) fn find(path: &Path) -> Result<Found, String> {
    let shown = path.display();
    let path = match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => fs::canonicalize(path)
            .map_err(|error| format!("{shown} is a symbolic link that leads nowhere: {error}"))?,
        Ok(_) => path.to_owned(),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Ok(Found { path: path.to_owned(), text: None });
        }
        Err(error) => return Err(format!("cannot read {shown}: {error}")),
    };
    if !path.is_file() {
        return Err(format!("{shown} is not a file"));
    }
    let text = read(&path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    Ok(Found { path, text: Some(text) })
}

fn read(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let length = File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if length as u64 > LARGEST {
        return Err(io::Error::new(ErrorKind::InvalidData, "it is larger than 16 MiB"));
    }
    Ok(text)
}

impl Found {
    /// Puts this text in its place, whole or not at all, and says where what
    /// was there before is kept.
    pub(super) fn replace(&self, text: &str, private: bool) -> Result<Option<PathBuf>, String> {
        let shown = self.path.display();
        self.exchange(text, private).map_err(|error| format!("cannot write {shown}: {error}"))
    }

    fn exchange(&self, text: &str, private: bool) -> io::Result<Option<PathBuf>> {
        let folder = self.path.parent().filter(|it| !it.as_os_str().is_empty());
        fs::create_dir_all(folder.unwrap_or(Path::new(".")))?;
        let new = self.beside(&format!("{}.tmp", std::process::id()));
        let done = self.write(&new, text, private).and_then(|()| {
            // Others may have written meanwhile, the client above all.
            if fs::read(&self.path).ok() != self.text.as_ref().map(|text| text.clone().into_bytes())
            {
                let message = "it changed at this moment; try again";
                return Err(io::Error::new(ErrorKind::Interrupted, message));
            }
            let kept = self.keep()?;
            fs::rename(&new, &self.path)?;
            Ok(kept)
        });
        if done.is_err() {
            // It may not have been created.
            let _ = fs::remove_file(&new);
        }
        done
    }

    fn write(&self, new: &Path, text: &str, private: bool) -> io::Result<()> {
        let old = if self.text.is_some() { Some(fs::metadata(&self.path)?) } else { None };
        let mut file = create(new, private || old.is_some())?;
        file.write_all(text.as_bytes())?;
        if let Some(old) = old {
            own_as(&file, &old)?;
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()
    }

    /// Copies what is there to a name with the time in it.
    fn keep(&self) -> io::Result<Option<PathBuf>> {
        let Some(text) = &self.text else { return Ok(None) };
        let permissions: Permissions = fs::metadata(&self.path)?.permissions();
        let time = time(SystemTime::now());
        for number in 0..100 {
            let number = if number == 0 { String::new() } else { format!("-{number}") };
            let path = self.beside(&format!("{time}{number}.bak"));
            let mut file = match create(&path, true) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            file.write_all(text.as_bytes())?;
            file.set_permissions(permissions)?;
            file.sync_all()?;
            return Ok(Some(path));
        }
        Err(io::Error::new(ErrorKind::AlreadyExists, "there are 100 copies of this second already"))
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(self.path.file_name().unwrap_or_default());
        name.push(format!(".{ending}"));
        self.path.with_file_name(name)
    }
}

fn create(path: &Path, private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    options.open(path)
}

/// A file of somebody else, as root sees it, stays theirs.
#[cfg(unix)]
fn own_as(file: &File, old: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) == (old.uid(), old.gid()) {
        return Ok(());
    }
    fchown(file, Some(old.uid()), Some(old.gid()))
}

#[cfg(not(unix))]
fn own_as(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// As `2026-11-23T041500Z`: file names hold no colons on Windows.
fn time(now: SystemTime) -> String {
    let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (year, month, day) = calendar::date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}{minute:02}{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_named_by_their_time() {
        let at = |seconds| time(UNIX_EPOCH + std::time::Duration::from_secs(seconds));
        assert_eq!(at(1_795_407_300), "2026-11-23T041500Z");
        assert_eq!(at(86_399), "1970-01-01T235959Z");
    }
}
