use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::select;
use serde_json::{Map, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::memory::{Memory, Verdict};
use super::{Client, form};
use crate::auth::oauth::claims::Rules;
use crate::auth::oauth::endpoint::Endpoint;
use crate::auth::oauth::fingerprint::{Fingerprint, Fingerprints};
use crate::auth::oauth::web::{self, Web};
use crate::auth::{Attempt, Rejection};
use crate::clock::Clock;

/// The longest token that is asked about, and the longest answer.
const LONGEST: usize = 16 << 10;
/// How many tokens are asked about at once.
const AT_ONCE: usize = 64;
/// How long a caller waits for it: less than authenticators may take.
const WAIT: Duration = Duration::from_secs(8);
/// When to come back after a failure.
const LATER: Duration = Duration::from_secs(5);
/// The shortest time between two lines in the log about it.
const QUIET: Duration = Duration::from_secs(30);

/// Asks about tokens and remembers the answers.
pub(super) struct Asker(Arc<Shared>);

struct Shared {
    endpoint: Endpoint,
    client: Client,
    rules: Rules,
    web: Web,
    fingerprints: Fingerprints,
    at_once: Arc<Semaphore>,
    state: Mutex<State>,
}

struct State {
    memory: Memory,
    /// The tokens that are being asked about.
    asking: HashMap<Fingerprint, watch::Receiver<Option<Verdict>>>,
    logged: Option<Instant>,
}

impl Asker {
    pub(super) fn new(endpoint: Endpoint, client: Client, rules: Rules, web: Web) -> Self {
        let state = State { memory: Memory::new(), asking: HashMap::new(), logged: None };
        let (fingerprints, at_once) = (Fingerprints::new(), Arc::new(Semaphore::new(AT_ONCE)));
        let state = Mutex::new(state);
        Self(Arc::new(Shared { endpoint, client, rules, web, fingerprints, at_once, state }))
    }

    pub(super) fn at_hand(&self, attempt: &Attempt) -> Option<Verdict> {
        let token = attempt.credential().expose();
        if token.len() > LONGEST || !form::is_token(token) {
            return Some(Err(Rejection::unknown()));
        }
        let fingerprint = self.0.fingerprints.of(token);
        self.0.state().memory.get(&fingerprint, attempt.clock().now())
    }

    pub(super) async fn ask(&self, attempt: &Attempt) -> Verdict {
        if let Some(verdict) = self.at_hand(attempt) {
            return verdict;
        }
        let Some(mut answer) = self.asking(attempt) else {
            return Err(Rejection::unavailable(Duration::from_secs(1)));
        };
        let answered = std::pin::pin!(answer.wait_for(Option::is_some));
        match select(answered, std::pin::pin!(attempt.clock().sleep(WAIT))).await {
            futures_util::future::Either::Left((Ok(verdict), _)) => {
                verdict.clone().unwrap_or_else(|| Err(Rejection::unavailable(LATER)))
            }
            _ => Err(Rejection::unavailable(LATER)),
        }
    }

    /// The answer to come: to a question that is on its way, else to a new one.
    fn asking(&self, attempt: &Attempt) -> Option<watch::Receiver<Option<Verdict>>> {
        let token = attempt.credential().expose();
        let fingerprint = self.0.fingerprints.of(token);
        let mut state = self.0.state();
        if let Some(answer) = state.asking.get(&fingerprint) {
            return Some(answer.clone());
        }
        let runtime = tokio::runtime::Handle::try_current().ok()?;
        let permit = Arc::clone(&self.0.at_once).try_acquire_owned().ok()?;
        let (sender, receiver) = watch::channel(None);
        state.asking.insert(fingerprint, receiver.clone());
        let shared = Arc::clone(&self.0);
        let question = Question { shared, fingerprint, sender, _permit: permit };
        // In a task of its own: others may wait for it when this caller leaves.
        runtime.spawn(question.run(token.to_owned(), attempt.clock().clone()));
        Some(receiver)
    }
}

/// A question that is on its way; dropping it ends it.
struct Question {
    shared: Arc<Shared>,
    fingerprint: Fingerprint,
    sender: watch::Sender<Option<Verdict>>,
    _permit: OwnedSemaphorePermit,
}

impl Question {
    async fn run(self, token: String, clock: Clock) {
        let shared = &*self.shared;
        let answer = web::in_time(&clock, shared.answer(&token)).await;
        let length = answer.as_ref().map_or(0, Bytes::len);
        let verdict =
            answer.and_then(|answer| shared.judge(&answer, &clock)).unwrap_or_else(|why| {
                shared.log(&why, clock.now());
                Err(Rejection::unavailable(LATER))
            });
        shared.state().memory.keep(self.fingerprint, &verdict, &shared.rules, &clock, length);
        self.sender.send_replace(Some(verdict));
    }
}

impl Drop for Question {
    fn drop(&mut self) {
        self.shared.state().asking.remove(&self.fingerprint);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each map is whole between any two statements.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the authorization server says of a token.
    async fn answer(&self, token: &str) -> Result<Bytes, String> {
        let form = format!("token={}&token_type_hint=access_token", form::encoded(token));
        self.web.post(&self.endpoint, &self.client.authorization, form, LONGEST).await
    }

    /// # Errors
    /// The answer is none.
    fn judge(&self, answer: &[u8], clock: &Clock) -> Result<Verdict, String> {
        let mut facts: Map<String, Value> = serde_json::from_slice(answer)
            .map_err(|_| "its answer is no JSON object".to_owned())?;
        match facts.shift_remove("active") {
            Some(Value::Bool(true)) => {}
            Some(Value::Bool(false)) => return Ok(Err(Rejection::unknown())),
            _ => return Err("its answer does not say whether the token is active".to_owned()),
        }
        let url = self.endpoint.0.to_string();
        let issuer = self.rules.issuer.as_deref().unwrap_or(&url);
        Ok(self.rules.principal(facts, clock.wall(), issuer))
    }

    fn log(&self, why: &str, now: Instant) {
        let mut state = self.state();
        let lately = |logged| now.saturating_duration_since(logged) < QUIET;
        if !state.logged.is_some_and(lately) {
            state.logged = Some(now);
            drop(state);
            tracing::warn!("{} could not be asked about a token: {why}", self.endpoint.0);
        }
    }
}
