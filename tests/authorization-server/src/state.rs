use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tokio::sync::watch;

use crate::{CLIENT, METADATA, RESOURCE_SERVER, Signer};

/// How a path answers wrongly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not at all, until another fault or none is set.
    Hang,
    /// With this status.
    Status(u16),
    /// With a body of a megabyte.
    Huge,
    /// With a redirect to there.
    Redirect(String),
    /// With this body, and 200.
    Body(String),
}

pub(crate) struct Shared {
    pub(crate) issuer: String,
    state: Mutex<State>,
    /// Changes with every request and every fault.
    pub(crate) changed: watch::Sender<()>,
}

pub(crate) struct State {
    signer: Signer,
    kid: usize,
    /// Beside the key that is used.
    pub(crate) published: Vec<Value>,
    pub(crate) faults: HashMap<String, Fault>,
    pub(crate) counts: HashMap<String, usize>,
    pub(crate) metadata: String,
    /// The secrets of clients; public ones have none.
    pub(crate) clients: HashMap<String, Option<String>>,
    pub(crate) codes: HashMap<String, Code>,
    /// The claims of tokens that are active.
    pub(crate) issued: HashMap<String, Value>,
    pub(crate) opaque: bool,
    pub(crate) time: Option<u64>,
    numbers: usize,
}

/// What an authorization code stands for.
pub(crate) struct Code {
    pub(crate) client: String,
    pub(crate) redirect: String,
    pub(crate) challenge: String,
    pub(crate) scope: String,
    pub(crate) resource: String,
}

impl Shared {
    pub(crate) fn new(issuer: String) -> Self {
        let clients = [CLIENT, RESOURCE_SERVER];
        let clients = clients.map(|(id, secret)| (id.to_owned(), Some(secret.to_owned()))).into();
        let state = State {
            signer: Signer::new("ES256"),
            kid: 1,
            published: Vec::new(),
            faults: HashMap::new(),
            counts: HashMap::new(),
            metadata: METADATA.to_owned(),
            clients,
            codes: HashMap::new(),
            issued: HashMap::new(),
            opaque: false,
            time: None,
            numbers: 0,
        };
        let (changed, _) = watch::channel(());
        Self { issuer, state: Mutex::new(state), changed }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn fault(&self, path: &str, fault: Option<Fault>) {
        let mut state = self.state();
        match fault {
            Some(fault) => state.faults.insert(path.to_owned(), fault),
            None => state.faults.remove(path),
        };
        drop(state);
        self.changed.send_replace(());
    }

    pub(crate) fn count(&self, path: &str) {
        *self.state().counts.entry(path.to_owned()).or_default() += 1;
        self.changed.send_replace(());
    }
}

impl State {
    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.signer.sign(&self.kid.to_string(), claims)
    }

    pub(crate) fn rotate(&mut self) {
        self.signer = Signer::new("ES256");
        self.kid += 1;
    }

    pub(crate) fn keys(&self) -> Value {
        let mut keys = vec![self.signer.jwk(&self.kid.to_string())];
        keys.extend(self.published.iter().cloned());
        json!({ "keys": keys })
    }

    pub(crate) fn now(&self) -> u64 {
        let system =
            || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        self.time.unwrap_or_else(system)
    }

    /// A name that was not given before.
    pub(crate) fn name(&mut self, kind: &str) -> String {
        self.numbers += 1;
        format!("{kind}-{}", self.numbers)
    }
}
