//! What the environment says. The command line belongs to `run`.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::index::Folder;

/// Where the notes come from and where they are kept.
#[derive(Debug, PartialEq, Eq)]
pub struct Settings {
    /// `NOTES_DIR`. Default: the documents of the repository that this
    /// program was built in.
    pub folder: Folder,
    /// `NOTES_DB`. Default: a database in memory.
    pub database: Option<PathBuf>,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// `NOTES_DIR` names something else than a folder.
    #[error("NOTES_DIR is {}, which is not a folder that can be read: {source}", path.display())]
    Folder {
        /// What it names.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
}

impl Settings {
    /// Reads `NOTES_DIR` and `NOTES_DB`; an empty one counts as unset.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::read(|name| std::env::var_os(name))
    }

    fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let path = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = match path("NOTES_DIR") {
            None => repository(),
            Some(path) => match std::fs::read_dir(&path) {
                Ok(_) => Folder::new(path),
                Err(source) => return Err(SettingsError::Folder { path, source }),
            },
        };
        Ok(Self { folder, database: path("NOTES_DB") })
    }
}

fn repository() -> Folder {
    Folder::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).only(["README.md", "docs"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &'static str) -> Result<Settings, SettingsError> {
        Settings::read(|asked| (asked == name).then(|| value.into()))
    }

    #[test]
    fn nothing_set_means_the_repository_in_memory() {
        let settings = Settings::read(|_| None).unwrap();
        assert_eq!(settings, Settings { folder: repository(), database: None });
        assert_eq!(with("NOTES_DIR", "").unwrap(), settings);
        assert_eq!(with("NOTES_DB", "").unwrap(), settings);
    }

    #[test]
    fn a_folder_that_is_none_is_refused() {
        let message = with("NOTES_DIR", "/no/such/folder").unwrap_err().to_string();
        assert!(message.starts_with("NOTES_DIR is /no/such/folder"), "{message}");
        assert!(with("NOTES_DIR", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).is_err());
    }
}
