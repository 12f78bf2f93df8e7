use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Result, Write as _};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::Value;

use crate::PATIENCE;
use crate::message::{self, Era};
use crate::plan::{Call, Malformed, Move};
use crate::rng::Rng;
use crate::tally::Tally;

/// A client that sends on while its calls run.
pub(crate) struct Stdio {
    era: Era,
    stdin: ChildStdin,
    next_id: u64,
    open: Arc<Open>,
    tally: Arc<Tally>,
}

/// What has no answer yet.
#[derive(Default)]
struct Open {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    requests: HashMap<u64, Request>,
    /// How many of them were given up.
    given_up: usize,
    /// Messages without a readable id; their answers have none either.
    nameless: usize,
}

enum Request {
    Call(Call, bool),
    Other(String),
}

/// Calls of one connection at once.
const WINDOW: usize = 32;

impl Stdio {
    pub(crate) fn connect(
        stdin: ChildStdin,
        stdout: ChildStdout,
        era: Era,
        tally: &Arc<Tally>,
    ) -> Result<Self> {
        let (open, tally) = (Arc::new(Open::default()), Arc::clone(tally));
        let mut stdout = BufReader::new(stdout);
        let mut client = Self { era, stdin, next_id: 0, open, tally };
        if era == Era::Legacy {
            client.send(message::initialize())?;
            stdout.read_line(&mut String::new())?;
        }
        let (open, tally) = (Arc::clone(&client.open), Arc::clone(&client.tally));
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                open.take(&line, &tally);
            }
        });
        Ok(client)
    }

    pub(crate) fn run(&mut self, rng: &mut Rng, moves: u64) {
        for _ in 0..moves {
            self.tally.sent();
            let done = match Move::random(rng) {
                Move::Call(call) => self.call(call),
                Move::Malformed(malformed) => self.malformed(malformed),
            };
            if let Err(error) = done.and_then(|()| self.wait(WINDOW)) {
                self.tally.complain(format!("stdio, {:?}: {error}", self.era));
                return;
            }
        }
        self.settle();
    }

    pub(crate) fn call(&mut self, call: Call) -> Result<()> {
        let id = self.id();
        let (line, patience) = (self.era.call(id, &call), call.patience);
        self.open.lock().requests.insert(id, Request::Call(call, false));
        self.send(line)?;
        if let Some(patience) = patience {
            thread::sleep(patience);
            let mut state = self.open.lock();
            if let Some(Request::Call(_, given_up)) = state.requests.get_mut(&id) {
                *given_up = true;
                state.given_up += 1;
                drop(state);
                self.send(message::cancelled(id))?;
            }
        }
        Ok(())
    }

    fn malformed(&mut self, malformed: Malformed) -> Result<()> {
        let id = self.id();
        if matches!(malformed, Malformed::NotJson) {
            self.open.lock().nameless += 1;
        } else {
            self.open.lock().requests.insert(id, Request::Other(format!("{malformed:?}")));
        }
        self.send(malformed.message(self.era, id))
    }

    /// Waits until every call has its answer or was given up.
    pub(crate) fn settle(&mut self) {
        if let Err(error) = self.wait(1) {
            self.tally.complain(format!("stdio, {:?}: {error}", self.era));
        }
        // One more round, so that late answers to what was given up are in.
        let ping = Call::new("add", serde_json::json!({"a": 1, "b": 1}), &["OK"]);
        self.tally.sent();
        let _ = self.call(ping).and_then(|()| self.wait(1));
        let mut state = self.open.lock();
        for (_, request) in state.requests.drain() {
            if let Request::Call(call, true) = request {
                self.tally.gave_up(&call);
            }
        }
        state.given_up = 0;
    }

    fn wait(&self, below: usize) -> Result<()> {
        let missing = |state: &State| state.requests.len() - state.given_up + state.nameless;
        let (state, waited) = self
            .open
            .changed
            .wait_timeout_while(self.open.lock(), PATIENCE, |state| missing(state) >= below)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(std::io::Error::other(format!("{} answers are missing", missing(&state))));
        }
        Ok(())
    }

    fn send(&mut self, mut line: Vec<u8>) -> Result<()> {
        line.push(b'\n');
        self.stdin.write_all(&line)
    }

    fn id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, line: &str, tally: &Tally) {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            return tally.complain(format!("not JSON: {line:.300}"));
        };
        if message.get("method").is_some() {
            return; // progress
        }
        let id = message["id"].as_u64();
        let mut state = self.lock();
        match id.map(|id| state.requests.remove(&id)) {
            None if state.nameless > 0 => {
                state.nameless -= 1;
                tally.refused("a nameless message", &message, None);
            }
            Some(Some(Request::Call(call, given_up))) => {
                state.given_up -= usize::from(given_up);
                tally.answered(&call, &message);
            }
            Some(Some(Request::Other(what))) => tally.refused(&what, &message, id),
            None | Some(None) => tally.complain(format!("an answer to nothing: {line:.300}")),
        }
        self.changed.notify_all();
    }
}
