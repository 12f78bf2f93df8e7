use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::process::{Finished, Process};

/// What the server is told when it starts.
#[derive(Default, Clone)]
pub(crate) struct Setup {
    arguments: Vec<OsString>,
    variables: Vec<(String, OsString)>,
    folder: Option<PathBuf>,
    /// What clients show: in a variable, or in a header.
    credential: Option<String>,
}

impl Setup {
    pub(crate) fn argument(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    pub(crate) fn ledger(self, path: &Path) -> Self {
        self.argument("--ledger").argument(path)
    }

    pub(crate) fn policy(self, path: &Path) -> Self {
        self.argument("--policy").argument(path)
    }

    pub(crate) fn variable(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// What clients show from the beginning.
    pub(crate) fn credential(mut self, credential: impl Into<String>) -> Self {
        self.credential = Some(credential.into());
        self
    }

    pub(super) fn shown(&self) -> Option<&str> {
        self.credential.as_deref()
    }

    /// The folder that it runs in.
    pub(crate) fn folder(mut self, path: &Path) -> Self {
        self.folder = Some(path.to_owned());
        self
    }

    /// Runs it with an stdin that has ended, until it has ended as well.
    #[track_caller]
    pub(crate) fn run(&self) -> Finished {
        Process::start(self).finish()
    }

    /// The same, where nobody reads what it prints.
    pub(crate) fn run_unread(&self) -> Output {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        self.command().stdin(Stdio::null()).stdout(writer).output().expect("the server starts")
    }

    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gauntlet"));
        command
            .env_remove("RUST_LOG")
            .env_remove("MCP_POLICY")
            .env_remove("MCP_ACCESS_TOKEN")
            .env("RUST_BACKTRACE", "0")
            .args(&self.arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        command
    }
}
