use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::plan::Call;

/// What the clients of one server saw.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Seen>);

/// How often a tool came to an outcome.
pub(crate) type Counts = BTreeMap<(String, String), u64>;

#[derive(Default)]
pub(crate) struct Seen {
    /// All that was sent, whatever it was.
    pub(crate) sent: u64,
    pub(crate) answered: Counts,
    /// Calls that got no answer, by tool: each was given up before.
    pub(crate) given_up: BTreeMap<&'static str, u64>,
    /// Messages that could reach no tool, and were answered as that.
    pub(crate) refused: u64,
    /// Messages of which only a part was sent, before the connection was
    /// closed: nobody waits for an answer.
    pub(crate) cut: u64,
    /// Tool and code by the request id in the error.
    pub(crate) errors: HashMap<String, (String, String)>,
    /// Results by idempotency key.
    replays: HashMap<String, String>,
    pub(crate) complaints: Vec<String>,
}

impl Tally {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn sent(&self) {
        self.lock().sent += 1;
    }

    pub(crate) fn gave_up(&self, call: &Call) {
        *self.lock().given_up.entry(call.tool).or_default() += 1;
    }

    pub(crate) fn complain(&self, complaint: String) {
        let mut seen = self.lock();
        if seen.complaints.len() < 50 {
            seen.complaints.push(complaint);
        }
    }

    /// Books the answer to a call, and looks whether it may be.
    pub(crate) fn answered(&self, call: &Call, response: &Value) {
        if let Err(complaint) = self.book(call, response) {
            let shown: String = response.to_string().chars().take(400).collect();
            self.complain(format!("{} {}: {complaint}: {shown}", call.tool, call.arguments));
        }
    }

    fn book(&self, call: &Call, response: &Value) -> Result<(), String> {
        let result = &response["result"];
        let text = result["content"][0]["text"].as_str().ok_or("no text")?;
        let mut seen = self.lock();
        let mut code = "OK".to_owned();
        if result["isError"] == true {
            let error: Value = serde_json::from_str(text).map_err(|_| "no error object")?;
            let id = error["requestId"].as_str().ok_or("no request id")?.to_owned();
            error["error"].as_str().ok_or("no code")?.clone_into(&mut code);
            if seen.errors.insert(id, (call.tool.to_owned(), code.clone())).is_some() {
                return Err("the request id was given out before".to_owned());
            }
        }
        *seen.answered.entry((call.tool.to_owned(), code.clone())).or_default() += 1;
        if !call.codes.contains(&code.as_str()) {
            return Err(format!("not one of {:?}", call.codes));
        }
        if text.contains("hunter2") {
            return Err("it tells a secret".to_owned());
        }
        if code == "OK" && call.text.as_ref().is_some_and(|wanted| wanted != text) {
            return Err("not what was asked for".to_owned());
        }
        if let Some(key) = &call.key {
            let first = seen.replays.entry(key.clone()).or_insert_with(|| text.to_owned());
            if first != text {
                return Err(format!("the same key gave {first} before"));
            }
        }
        Ok(())
    }

    /// Books the refusal of what is no call.
    pub(crate) fn refused(&self, what: &str, response: &Value, id: Option<u64>) {
        self.lock().refused += 1;
        if !response["error"].is_object() || response["id"].as_u64() != id {
            self.complain(format!("{what} with id {id:?} was answered with {response}"));
        }
    }

    /// Whether everything that was sent has come to exactly one end.
    pub(crate) fn settled(&self) {
        let seen = self.lock();
        let answered: u64 = seen.answered.values().sum();
        let given_up: u64 = seen.given_up.values().sum();
        let ends = answered + given_up + seen.refused + seen.cut;
        let sent = seen.sent;
        drop(seen);
        if ends != sent {
            self.complain(format!("{sent} messages came to {ends} ends"));
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        self.lock().answered.clone()
    }
}
