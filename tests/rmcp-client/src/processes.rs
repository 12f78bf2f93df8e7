use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use crate::Server;

/// Where connections to a server go.
#[derive(Debug, Clone)]
pub struct Door {
    /// Its program, for stdio.
    pub program: String,
    /// The variables that its program is to have.
    pub variables: Vec<(&'static str, &'static str)>,
    /// Its running instance, for HTTP.
    pub url: String,
}

impl From<Server> for Door {
    fn from(server: Server) -> Self {
        Self { program: server.program(), variables: Vec::new(), url: server.url() }
    }
}

/// A server of a test's own: with settings that others do not want, or to be
/// ended. Ends with its value.
#[derive(Debug)]
pub struct Process {
    /// Where connections to it, or to one like it, go.
    pub door: Door,
    child: Child,
}

impl Process {
    /// Starts one and waits until it listens.
    pub fn start(server: Server, variables: &[(&'static str, &'static str)]) -> Self {
        Self::start_at(server, variables, "127.0.0.1:0")
    }

    /// The same at this address.
    pub fn start_at(
        server: Server,
        variables: &[(&'static str, &'static str)],
        address: &str,
    ) -> Self {
        let program = server.program();
        // Few lines, so that nobody has to read them.
        let variables: Vec<_> =
            [("RUST_LOG", "warn")].into_iter().chain(variables.iter().copied()).collect();
        let mut child = Command::new(&program)
            .args(["--http", address])
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server's program starts");
        let said = BufReader::new(child.stderr.take().expect("it is piped"));
        let mut lines = said.lines().map_while(Result::ok);
        let url = lines
            .find_map(|line| line.strip_prefix("listening on ").map(str::to_owned))
            .expect("it says where it listens before it ends");
        // Somebody has to hold the other end of its log.
        std::thread::spawn(move || lines.for_each(drop));
        Self { door: Door { program, variables, url }, child }
    }

    /// Its address.
    pub fn address(&self) -> &str {
        let (_, rest) = self.door.url.split_once("//").expect("it is a URL");
        rest.split('/').next().expect("there is something before a slash")
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    pub fn ended(&mut self) {
        self.child.wait().expect("it is a child of this process");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process, by name: `TERM`, `KILL`.
pub fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").args(["-s", name, &process.to_string()]).status();
    assert!(sent.expect("there is `kill`").success(), "{process} is there");
}
