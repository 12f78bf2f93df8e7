use std::fs;
use std::io::{BufRead as _, BufReader, Error, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// The server as a child process that cannot outlive the run.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) ledger: PathBuf,
    log: Receiver<String>,
}

/// What a process holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) kib: u64,
    pub(crate) threads: u64,
    pub(crate) files: usize,
}

impl Server {
    pub(crate) fn start(folder: &Path, name: &str, arguments: &[&str]) -> Result<Self> {
        let program = std::env::current_exe()?.with_file_name("gauntlet");
        if !program.exists() {
            let message = "the server is not beside this program; `cargo build -p gauntlet` first";
            return Err(Error::other(message));
        }
        let ledger = folder.join(format!("{name}.jsonl"));
        let mut child = Command::new(program)
            .args(arguments)
            .arg("--ledger")
            .arg(&ledger)
            .env_remove("RUST_LOG")
            .env("RUST_BACKTRACE", "0")
            // With glibc, large blocks go back to the system as they are
            // freed: what is resident then is what is held.
            .env("MALLOC_MMAP_THRESHOLD_", "131072")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let stderr = child.stderr.take().ok_or(std::io::ErrorKind::BrokenPipe)?;
        let (sender, log) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(stderr).lines().map_while(Result::ok);
            for line in lines.filter(|line| line.contains("listening on ")) {
                let _ = sender.send(line);
            }
        });
        Ok(Self { child, ledger, log })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> Result<String> {
        let line = self.log.recv_timeout(PATIENCE).map_err(Error::other)?;
        let url = line.split_once("http://").and_then(|(_, url)| url.strip_suffix("/mcp"));
        url.map(str::to_owned).ok_or_else(|| Error::other(line))
    }

    pub(crate) fn held(&self) -> Result<Held> {
        let id = self.child.id();
        let status = fs::read_to_string(format!("/proc/{id}/status"))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
        };
        let files = fs::read_dir(format!("/proc/{id}/fd"))?.count();
        Ok(Held { kib: field("VmRSS:"), threads: field("Threads:"), files })
    }

    /// Ends it as an operator does.
    pub(crate) fn stop(&mut self) -> Result<()> {
        Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status()?;
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                let complaint = || Error::other(format!("it ended with {status}"));
                return status.success().then_some(()).ok_or_else(complaint);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err(Error::other("it did not end at SIGTERM"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
