use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::Result;

/// A child process that cannot outlive the measurement.
pub(crate) struct Server {
    child: Arc<Mutex<Child>>,
    pub(crate) input: Option<ChildStdin>,
    pub(crate) output: BufReader<ChildStdout>,
    id: u32,
}

/// What `/proc` says about its memory, in KiB.
pub(crate) struct Memory {
    pub(crate) resident: u64,
    pub(crate) peak: u64,
}

impl Server {
    pub(crate) fn start(command: &[String]) -> Result<Self> {
        let (program, args) = command.split_first().ok_or("an empty command")?;
        let mut child = Command::new(program)
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or("no stdout")?;
        let id = child.id();
        let child = Arc::new(Mutex::new(child));
        Ok(Self { child, input, output: BufReader::with_capacity(256 << 10, output), id })
    }

    /// Ends the measurement if it takes too long.
    pub(crate) fn watch(&self) {
        let seconds = std::env::var("PERF_TIMEOUT_S").ok().and_then(|text| text.parse().ok());
        let limit = Duration::from_secs(seconds.unwrap_or(60));
        let child = Arc::clone(&self.child);
        thread::spawn(move || {
            thread::sleep(limit);
            let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
            eprintln!("driver: no end after {limit:?}; raise PERF_TIMEOUT_S if that is expected");
            std::process::exit(2);
        });
    }

    /// The next answer; an error where the server is gone.
    pub(crate) fn answer(&mut self, line: &mut String) -> Result<()> {
        line.clear();
        if self.output.read_line(line)? == 0 {
            return Err("the server ended before it had answered everything".into());
        }
        Ok(())
    }

    pub(crate) fn memory(&self) -> Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
                .ok_or_else(|| format!("no {name} in /proc"))
        };
        Ok(Memory { resident: field("VmRSS:")?, peak: field("VmHWM:")? })
    }

    /// Ends it the way a client does: by closing its input.
    pub(crate) fn stop(mut self) -> io::Result<()> {
        drop(self.input.take());
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..200 {
            if child.try_wait()?.is_some() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(5));
        }
        child.kill()?;
        child.wait().map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}
