use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{PATIENCE, Setup};

/// The server as a child process, which never outlives its test.
pub(crate) struct Process {
    pub(super) child: Child,
    stderr: Receiver<String>,
}

impl Process {
    pub(super) fn start(setup: &Setup) -> Self {
        let mut child = setup
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stderr = lines(child.stderr.take().expect("piped"));
        Self { child, stderr }
    }

    /// What stderr says after `start`, on the first line that has it.
    #[track_caller]
    pub(crate) fn stderr_after(&self, start: &str) -> String {
        let lines = self.stderr_until(start);
        let last = lines.last().and_then(|line| line.split_once(start));
        last.expect("the last line has it").1.to_owned()
    }

    /// The lines of stderr that were not read yet, to the first with `part`.
    #[track_caller]
    pub(crate) fn stderr_until(&self, part: &str) -> Vec<String> {
        let deadline = Instant::now() + PATIENCE;
        let mut lines: Vec<String> = Vec::new();
        while !lines.last().is_some_and(|line| line.contains(part)) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.stderr.recv_timeout(left) {
                Ok(line) => lines.push(line),
                Err(error) => panic!("no {part:?} on stderr ({error}): {lines:#?}"),
            }
        }
        lines
    }

    /// Lets the time of a server with `--manual-clock` go on by 31 s.
    pub(crate) fn move_clock(&self) {
        kill_process(Pid::from_child(&self.child), Signal::USR1).expect("the server is there");
        self.stderr_until("moved the clock");
    }

    /// Ends it as an operator would.
    #[track_caller]
    pub(crate) fn stop(self) -> Finished {
        kill_process(Pid::from_child(&self.child), Signal::TERM).expect("the server is there");
        self.finish()
    }

    /// Ends its stdin, and waits until the server has ended too.
    #[track_caller]
    pub(super) fn finish(mut self) -> Finished {
        drop(self.child.stdin.take());
        let stdout = lines(self.child.stdout.take().expect("piped"));
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(Instant::now() < deadline, "the server did not end");
            thread::sleep(Duration::from_millis(10));
        };
        let text = |lines: &Receiver<String>| lines.iter().collect::<Vec<_>>().join("\n");
        Finished { code: status.code(), stdout: text(&stdout), stderr: text(&self.stderr) }
    }

    /// Ends it without a chance to tidy up, and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the server is there");
        self.child.wait().expect("the server is gone");
    }

    /// Asks it to read its policy again, and waits until it says `done`.
    #[track_caller]
    pub(crate) fn hang_up(&self, done: &str) -> Vec<String> {
        kill_process(Pid::from_child(&self.child), Signal::HUP).expect("the server is there");
        self.stderr_until(done)
    }
}

/// What is left of a process.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a pipe, read by a thread so that waits for them have an end.
pub(super) fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        BufReader::new(pipe).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    receiver
}
