//! The commands of the command line, as a shell sees them.

mod call;
mod completions;
mod docs;
mod get;
mod read;
mod schema;
mod tools;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::support::fixture;

/// What a command printed, and how it ended.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// It ended with this code; returns what it printed.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        self.stdout
    }
}

pub(crate) fn run(args: &[&str]) -> Ran {
    run_with(args, &[], "")
}

pub(crate) fn run_with(args: &[&str], environment: &[(&str, &str)], stdin: &str) -> Ran {
    let mut command = fixture();
    command.env_remove("MCP_ACCESS_TOKEN").args(args).envs(environment.iter().copied());
    finish(command, stdin)
}

fn finish(mut command: Command, stdin: &str) -> Ran {
    use std::io::Write as _;
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().expect("the fixture runs");
    // It may have ended without reading.
    let _ = child.stdin.take().expect("piped").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("the fixture ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// A folder of one test's own, which goes with it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let path = path.join(format!("{test}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("UTF-8").to_owned()
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
