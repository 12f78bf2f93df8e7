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
    /// `NOTES_KEYS`. A file of API keys. Default: whoever reaches the server
    /// may use it.
    pub keys: Option<PathBuf>,
    /// `NOTES_TRUSTED_PROXIES`, separated by commas. Default: none.
    pub proxies: Vec<String>,
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
    /// Reads the four variables; an empty one counts as unset.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::read(|name| std::env::var_os(name))
    }

    fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let value = |name| variable(name).filter(|value| !value.is_empty());
        let path = |name| value(name).map(PathBuf::from);
        let folder = match path("NOTES_DIR") {
            None => repository(),
            Some(path) => match std::fs::read_dir(&path) {
                Ok(_) => Folder::new(path),
                Err(source) => return Err(SettingsError::Folder { path, source }),
            },
        };
        // What is no text is no address either: the server says so.
        let proxies = value("NOTES_TRUSTED_PROXIES").unwrap_or_default();
        let proxies = proxies.to_string_lossy();
        let proxies = proxies.split(',').map(str::trim).filter(|one| !one.is_empty());
        let proxies = proxies.map(str::to_owned).collect();
        Ok(Self { folder, database: path("NOTES_DB"), keys: path("NOTES_KEYS"), proxies })
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
        let nothing =
            Settings { folder: repository(), database: None, keys: None, proxies: vec![] };
        assert_eq!(settings, nothing);
        for name in ["NOTES_DIR", "NOTES_DB", "NOTES_KEYS", "NOTES_TRUSTED_PROXIES"] {
            assert_eq!(with(name, "").unwrap(), nothing);
        }
    }

    #[test]
    fn proxies_are_separated_by_commas() {
        let settings = with("NOTES_TRUSTED_PROXIES", "127.0.0.1, ::1,").unwrap();
        assert_eq!(settings.proxies, ["127.0.0.1", "::1"]);
    }

    #[test]
    fn a_folder_that_is_none_is_refused() {
        let message = with("NOTES_DIR", "/no/such/folder").unwrap_err().to_string();
        assert!(message.starts_with("NOTES_DIR is /no/such/folder"), "{message}");
        assert!(with("NOTES_DIR", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).is_err());
    }
}
