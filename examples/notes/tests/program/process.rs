//! The program as a child process. Every wait has an end, and the child never
//! outlives its test.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Program {
    /// Starts the program with these variables and no other `NOTES_*`.
    pub(crate) fn start(arguments: &[&str], variables: &[(&str, &Path)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notes"));
        command.args(arguments);
        for name in ["NOTES_DIR", "NOTES_DB", "NOTES_KEYS", "NOTES_TRUSTED_PROXIES"] {
            command.env_remove(name);
        }
        command.env_remove("RUST_LOG").envs(variables.iter().copied());
        Self::spawn(&mut command)
    }

    pub(crate) fn spawn(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        Self {
            stdin: child.stdin.take(),
            stdout: lines(child.stdout.take().expect("piped")),
            stderr: lines(child.stderr.take().expect("piped")),
            child,
        }
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let stdin = self.stdin.as_mut().expect("not closed yet");
        writeln!(stdin, "{message}").expect("the program reads");
    }

    /// The next message.
    pub(crate) fn receive(&self) -> Value {
        let line = self.stdout.recv_timeout(PATIENCE).unwrap_or_else(|error| {
            let log: Vec<String> = self.stderr.try_iter().collect();
            panic!("no answer in time: {error}; the log says {log:#?}")
        });
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line:?}: {error}"))
    }

    /// The answer to a request, which is the only one waited for.
    pub(crate) fn ask(&mut self, request: &Value) -> Value {
        self.send(request);
        let answer = self.receive();
        assert_eq!(answer["id"], request["id"], "{answer}");
        answer
    }

    /// What stderr says after `start`, on the first line that begins so.
    pub(crate) fn stderr_after(&self, start: &str) -> String {
        loop {
            let line = self.stderr.recv_timeout(PATIENCE).expect("the line comes");
            if let Some(rest) = line.strip_prefix(start) {
                return rest.to_owned();
            }
        }
    }

    /// Closes stdin and waits for the end. Returns what was left on stdout
    /// and all of stderr.
    pub(crate) fn finish(mut self) -> (ExitStatus, String, String) {
        drop(self.stdin.take());
        let start = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("the child is ours") {
                Some(status) => break status,
                None => assert!(start.elapsed() < PATIENCE, "the program did not end"),
            }
            thread::sleep(Duration::from_millis(5));
        };
        let text = |lines: &Receiver<String>| lines.iter().map(|line| line + "\n").collect();
        (status, text(&self.stdout), text(&self.stderr))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        BufReader::new(pipe).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    receiver
}

/// An empty folder that is removed when the test ends.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("the folder is there");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
