use std::collections::HashMap;
use std::io::Write as _;
use std::process::ChildStdin;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use serde_json::{Value, json};

use super::message::{self, Era};
use super::process::{Process, lines};
use super::{Answer, Call, Connection, PATIENCE, Setup};

pub(super) struct Stdio {
    era: Era,
    stdin: ChildStdin,
    stdout: Receiver<String>,
    next_id: u64,
    /// Answers that came while another one was waited for.
    early: HashMap<u64, Value>,
    notifications: Vec<Value>,
    process: Process,
}

impl Stdio {
    pub(super) fn start(era: Era, setup: &Setup) -> Self {
        let setup = match setup.shown() {
            Some(credential) => setup.clone().variable("MCP_ACCESS_TOKEN", credential),
            None => setup.clone(),
        };
        let mut process = Process::start(&setup);
        let stdin = process.child.stdin.take().expect("piped");
        let stdout = lines(process.child.stdout.take().expect("piped"));
        let mut connection = Self {
            era,
            stdin,
            stdout,
            next_id: 1,
            early: HashMap::new(),
            notifications: Vec::new(),
            process,
        };
        if era == Era::Legacy {
            connection.send(&message::initialize());
            let welcome = connection.finish(0).response;
            assert_eq!(welcome["result"]["protocolVersion"], era.version(), "{welcome}");
            connection.send(&message::initialized());
        }
        connection
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.stdin, "{message}").expect("the server reads");
    }

    fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    fn receive(&mut self, deadline: Instant) {
        let left = deadline.saturating_duration_since(Instant::now());
        let line = self.stdout.recv_timeout(left).expect("an answer in time");
        let message: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"));
        match message["id"].as_u64() {
            Some(id) => {
                let other = self.early.insert(id, message);
                assert!(other.is_none(), "{id} was answered twice: {other:?}");
            }
            None => self.notifications.push(message),
        }
    }
}

impl Connection for Stdio {
    fn start(&mut self, call: &Call<'_>) -> u64 {
        let id = self.id();
        let message = self.era.call(id, call);
        self.send(&message);
        id
    }

    fn finish(&mut self, id: u64) -> Answer {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(response) = self.early.remove(&id) {
                let notifications = std::mem::take(&mut self.notifications);
                return Answer { response, notifications };
            }
            self.receive(deadline);
        }
    }

    fn cancel(&mut self, id: u64) {
        self.send(&message::cancelled(id));
    }

    fn list(&mut self) -> Answer {
        let id = self.id();
        let message = self.era.request(id, "tools/list", json!({}));
        self.send(&message);
        self.finish(id)
    }

    fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    fn caller(&self) -> &'static str {
        "process"
    }
}
