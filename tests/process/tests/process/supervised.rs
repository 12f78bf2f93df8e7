//! What systemd hears of it, on a socket of the test's own.

use std::os::unix::net::UnixDatagram;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::Signal;

use crate::support::{PATIENCE, Process, Scratch, fixture, get, side};

pub(crate) struct Supervisor {
    scratch: Scratch,
    said: Receiver<String>,
}

impl Supervisor {
    pub(crate) fn new(name: &str) -> Self {
        let scratch = Scratch::new(name);
        let socket = UnixDatagram::bind(scratch.path("notify")).expect("a socket");
        let (sender, said) = channel();
        // Reads on at its own pace, as a supervisor does.
        std::thread::spawn(move || {
            let mut message = [0; 4096];
            while let Ok(length) = socket.recv(&mut message) {
                let text = String::from_utf8_lossy(&message[..length]).trim_end().to_owned();
                if sender.send(text).is_err() {
                    return;
                }
            }
        });
        Self { scratch, said }
    }

    pub(crate) fn start(&self, configure: impl FnOnce(&mut std::process::Command)) -> Process {
        let mut command = fixture();
        command.env("NOTIFY_SOCKET", self.scratch.path("notify"));
        configure(&mut command);
        Process::spawn_piped(command)
    }

    /// What it says next, beside signs of life.
    pub(crate) fn next(&self) -> String {
        loop {
            let said = self.within(PATIENCE).expect("something is said");
            if said != "WATCHDOG=1" {
                return said;
            }
        }
    }

    /// Whatever it says within that time.
    pub(crate) fn within(&self, time: Duration) -> Option<String> {
        self.said.recv_timeout(time).ok()
    }

    /// Forgets what it has said.
    pub(crate) fn forget(&self) {
        while self.said.try_recv().is_ok() {}
    }
}

#[test]
fn it_hears_of_start_reload_and_end() {
    let supervisor = Supervisor::new("systemd");
    let file = supervisor.scratch.path("there");
    let mut process = supervisor.start(|command| {
        command.args(["--http", "127.0.0.1:0"]).env("FIXTURE_READY", &file);
    });
    // Listening is not enough.
    process.stderr_line("listening on");
    let first = supervisor.next();
    let waiting = "STATUS=not ready: file";
    assert!([waiting, "STATUS=starting"].contains(&first.as_str()), "{first}");
    // The start is not over, so a reload must not end it.
    process.signal(Signal::HUP);
    process.stderr_line("the policy was read again");
    while let Some(said) = supervisor.within(Duration::from_millis(500)) {
        assert!(said.starts_with("STATUS="), "{said}");
    }
    std::fs::write(&file, "").unwrap();
    assert_eq!(supervisor.next(), "READY=1");
    assert_eq!(supervisor.next(), "STATUS=ready");

    process.signal(Signal::HUP);
    let reloading = supervisor.next();
    let since = reloading.strip_prefix("RELOADING=1\nMONOTONIC_USEC=").expect(&reloading);
    assert!(since.parse::<u64>().is_ok_and(|usec| usec > 0), "{reloading}");
    assert_eq!(supervisor.next(), "READY=1");

    std::fs::remove_file(&file).unwrap();
    assert_eq!(supervisor.next(), waiting);
    std::fs::write(&file, "").unwrap();
    assert_eq!(supervisor.next(), "STATUS=ready", "and no second READY=1");

    process.signal(Signal::TERM);
    let mut last = supervisor.next();
    // With nothing in flight the end may come before anybody tells of it.
    if last == "STATUS=stopping: calls in flight may finish" {
        last = supervisor.next();
    }
    assert_eq!(last, "STOPPING=1");
    assert!(process.wait().success());
}

#[test]
fn the_watchdog_is_fed_in_half_its_time_and_only_by_whom_it_is_for() {
    let supervisor = Supervisor::new("watchdog");
    let mut process = supervisor.start(|command| {
        command.env("WATCHDOG_USEC", "1000000");
    });
    let mut fed = Vec::new();
    while fed.len() < 5 {
        if supervisor.within(PATIENCE).as_deref() == Some("WATCHDOG=1") {
            fed.push(std::time::Instant::now());
        }
    }
    let took = fed[4] - fed[0];
    assert!(took > Duration::from_millis(1_500) && took < Duration::from_millis(3_900), "{took:?}");
    process.kill();

    let other = Supervisor::new("inherited");
    let process = other.start(|command| {
        command.env("WATCHDOG_USEC", "100000").env("WATCHDOG_PID", "1");
        command.args(["--health", "127.0.0.1:0"]);
    });
    side(&process);
    while let Some(said) = other.within(Duration::from_millis(700)) {
        assert_ne!(said, "WATCHDOG=1");
    }
}

#[test]
fn one_that_does_not_listen_holds_up_nothing() {
    let scratch = Scratch::new("deaf");
    let _deaf = UnixDatagram::bind(scratch.path("notify")).expect("a socket");
    let mut command = fixture();
    command.env("NOTIFY_SOCKET", scratch.path("notify")).env("WATCHDOG_USEC", "2000");
    command.args(["--health", "127.0.0.1:0", "--heartbeat"]).arg(scratch.path("beat"));
    let mut process = Process::spawn_piped(command);
    let side = side(&process);
    // By now the kernel's queue and our own are long full.
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(get(&side, "/livez").0, 200);
    process.signal(Signal::HUP);
    process.stderr_line("the policy was read again");
    process.call(1, "add", &serde_json::json!({"a": 1, "b": 2}));
    assert_eq!(process.receive()["result"]["content"][0]["text"], "3");
    process.signal(Signal::TERM);
    assert!(process.wait().success());
}
