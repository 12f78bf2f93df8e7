use std::path::{Path, PathBuf};

/// Where the Markdown files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    base: PathBuf,
    /// Below `base`; all of it where empty.
    parts: Vec<PathBuf>,
}

impl Folder {
    /// Everything below a folder.
    pub fn new(base: impl Into<PathBuf>) -> Self {
        Self { base: base.into(), parts: Vec::new() }
    }

    /// Only these files and folders below it.
    #[must_use]
    pub fn only<P: Into<PathBuf>>(mut self, parts: impl IntoIterator<Item = P>) -> Self {
        self.parts = parts.into_iter().map(Into::into).collect();
        self
    }

    /// Whether there is something to look at: a volume may not be mounted.
    ///
    /// # Errors
    /// Where one of its files and folders is not there, with its path.
    pub async fn present(self) -> Result<(), String> {
        for start in self.starts() {
            let found = mcp_runtime::tokio::fs::metadata(&start).await;
            found.map_err(|error| format!("{}: {error}", start.display()))?;
        }
        Ok(())
    }

    /// The files and folders to look at.
    pub(super) fn starts(&self) -> Vec<PathBuf> {
        if self.parts.is_empty() {
            return vec![self.base.clone()];
        }
        self.parts.iter().map(|part| self.base.join(part)).collect()
    }

    /// What a file is called in answers: its path below the folder, which
    /// tells a client nothing about the rest of the machine.
    pub(super) fn name_of(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.base).unwrap_or(path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }
}
