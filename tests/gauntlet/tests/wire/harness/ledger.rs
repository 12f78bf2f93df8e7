use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::PATIENCE;

/// The file of a server, read beside it.
pub(crate) struct Ledger(PathBuf);

impl Ledger {
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// All lines that are whole, each of which has to be JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(&self.0).unwrap_or_default();
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("JSON: {line:?}"));
        whole.lines().map(parse).collect()
    }

    /// The lines of calls that are over.
    pub(crate) fn ended(&self) -> Vec<Value> {
        self.lines().into_iter().filter(|line| line.get("event").is_none()).collect()
    }

    /// Waits for a line that no answer comes after.
    #[track_caller]
    pub(crate) fn wait_for(&self, member: &str, value: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.lines().iter().any(|line| line[member] == value) {
            assert!(Instant::now() < deadline, "no {value} among {:?}", self.lines());
            thread::sleep(Duration::from_millis(10));
        }
    }
}
