//! A child process with bounded waits.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Process {
    child: Child,
    pub(crate) stdin: Option<ChildStdin>,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

pub(crate) fn fixture() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_process-fixture"));
    for variable in
        ["NOTIFY_SOCKET", "WATCHDOG_USEC", "MCP_HTTP", "MCP_UNIX", "MCP_HEALTH", "MCP_HEARTBEAT"]
    {
        command.env_remove(variable);
    }
    command.env_remove("RUST_LOG").env("RUST_BACKTRACE", "0");
    command
}

impl Process {
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut command = fixture();
        command.args(args);
        Self::spawn_piped(command)
    }

    pub(crate) fn spawn_piped(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self::spawn(command)
    }

    /// Starts a command whose standard streams were chosen by the caller;
    /// those that are not pipes stay silent here.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the fixture starts");
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().map_or_else(|| channel().1, lines);
        let stderr = child.stderr.take().map_or_else(|| channel().1, lines);
        Self { child, stdin, stdout, stderr }
    }

    pub(crate) fn send(&mut self, message: &Value) {
        let stdin = self.stdin.as_mut().expect("stdin is open");
        writeln!(stdin, "{message}").expect("the server reads");
    }

    pub(crate) fn call(&mut self, id: u32, tool: &str, arguments: &Value) {
        self.send(&call(id, tool, arguments));
    }

    /// Calls, and waits until the server has taken the call in.
    pub(crate) fn call_taken_in(&mut self, id: u32, tool: &str, arguments: &Value) {
        self.take_in(&[call(id, tool, arguments), question()]);
    }

    /// Sends messages, a [`question`] among them, and waits for its answer.
    pub(crate) fn take_in(&mut self, messages: &[Value]) {
        // One write, so that the server reads them together.
        let mut lines = String::new();
        for message in messages {
            lines.push_str(&message.to_string());
            lines.push('\n');
        }
        let stdin = self.stdin.as_mut().expect("stdin is open");
        stdin.write_all(lines.as_bytes()).expect("the server reads");
        let answer = self.receive();
        assert_eq!(answer["id"], question()["id"], "{answer}");
    }

    pub(crate) fn receive(&self) -> Value {
        let line = self.stdout.recv_timeout(PATIENCE).expect("a line on stdout");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("only protocol, not {line:?}"))
    }

    pub(crate) fn stderr_line(&self, part: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.stderr.recv_timeout(left).expect("the line on stderr");
            if line.contains(part) {
                return line;
            }
        }
    }

    /// Waits for the end; returns what was left on stderr.
    pub(crate) fn finish_stderr(mut self) -> (ExitStatus, Vec<String>) {
        drop(self.stdin.take());
        let status = self.wait();
        (status, self.stderr.iter().collect())
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything that stderr still has to say, once the process has ended.
    pub(crate) fn rest_of_stderr(&self) -> Vec<String> {
        self.stderr.iter().collect()
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("the process is there");
        self.child.wait().expect("the child can be waited for");
    }

    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).expect("the process is there");
    }

    /// Waits for the end; returns the status and what was left on stdout.
    pub(crate) fn finish(mut self) -> (ExitStatus, Vec<String>) {
        drop(self.stdin.take());
        let status = self.wait();
        (status, self.stdout.iter().collect())
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("the child can be waited for") {
                return status;
            }
            assert!(Instant::now() < deadline, "the process did not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stream: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

pub(crate) fn call(id: u32, tool: &str, arguments: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {
        "name": tool, "arguments": arguments, "_meta": meta()}})
}

/// Is answered at once: by then every message before it has been taken in.
pub(crate) fn question() -> Value {
    let params = json!({"_meta": meta()});
    json!({"jsonrpc": "2.0", "id": "question", "method": "server/discover", "params": params})
}

fn meta() -> Value {
    json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    })
}

/// Waits until so many calls run.
pub(crate) fn in_flight(address: &str, calls: u32) {
    let running = || -> u32 {
        let page = get(address, "/metrics").1;
        let samples = page.lines().filter(|line| line.starts_with("mcp_tool_calls_in_flight{"));
        samples.filter_map(|line| line.rsplit(' ').next()?.parse::<u32>().ok()).sum()
    };
    until(running, |running| *running == calls);
}

/// Sends one HTTP request and returns the response as it came.
pub(crate) fn post(address: &str, body: &Value) -> String {
    let body = body.to_string();
    let mut stream = std::net::TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let name = serde_json::from_str::<Value>(&body).unwrap()["params"]["name"].clone();
    write!(
        stream,
        "POST /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n\
         MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: {}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        name.as_str().unwrap_or_default(),
        body.len()
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("a response");
    response
}

/// Sends a request without a body; returns status and body.
pub(crate) fn ask(address: &str, method: &str, path: &str, headers: &str) -> (u16, String) {
    let stream = std::net::TcpStream::connect(address).expect("somebody listens");
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    ask_through(stream, method, path, headers)
}

/// The same on a connection that is there.
pub(crate) fn ask_through(
    mut stream: impl std::io::Read + std::io::Write,
    method: &str,
    path: &str,
    headers: &str,
) -> (u16, String) {
    let host = if headers.contains("Host:") { "" } else { "Host: localhost\r\n" };
    write!(stream, "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\n{headers}\r\n").unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("a response");
    let status = response.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = response.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
    (status.unwrap_or_else(|| panic!("no status: {response:?}")), body)
}

pub(crate) fn get(address: &str, path: &str) -> (u16, String) {
    ask(address, "GET", path, "")
}

/// The address in `health on http://ADDRESS`.
pub(crate) fn side(process: &Process) -> String {
    let line = process.stderr_line("health on http://");
    line.split("http://").nth(1).expect("a URL").to_owned()
}

/// Asks again until the answer is as it should be.
#[track_caller]
pub(crate) fn until<T: std::fmt::Debug>(ask: impl Fn() -> T, wanted: impl Fn(&T) -> bool) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let answer = ask();
        if wanted(&answer) {
            return answer;
        }
        assert!(Instant::now() < deadline, "it stays {answer:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A folder of the test's own.
pub(crate) struct Scratch(pub(crate) std::path::PathBuf);

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let folder = format!("mcp-process-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The address in `listening on http://ADDRESS/mcp`.
pub(crate) fn address(process: &Process) -> String {
    let line = process.stderr_line("listening on");
    let rest = line.split("http://").nth(1).expect("a URL");
    rest.trim_end_matches("/mcp").to_owned()
}
