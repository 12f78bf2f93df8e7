use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::select;
use tokio::sync::watch;

use super::missing::Sought;
use super::set::Found;
use super::state::State;
use super::{Key, KeySet, Source, Wanted};
use crate::auth::Rejection;
use crate::auth::oauth::web::{self, Web};
use crate::clock::Clock;

/// Keys are fetched anew in the background when they are so old, and waited
/// for when they are so old.
const SOON: Duration = Duration::from_mins(8);
const OLD: Duration = Duration::from_mins(10);
/// How long a caller waits for a fetch: less than authenticators may take.
const WAIT: Duration = Duration::from_secs(8);

/// The keys of an issuer as they were published lately.
pub(in crate::auth::oauth) struct Published(Arc<Shared>);

struct Shared {
    source: Source,
    web: Web,
    state: Mutex<State>,
    /// Changes when a fetch has ended.
    ended: watch::Sender<()>,
}

pub(in crate::auth::oauth) enum Look {
    /// The keys, and the version of the set that they are from.
    Found(Vec<Arc<Key>>, u64),
    /// It is answered without a key.
    Refused(Rejection),
    /// A fetch is on its way.
    Wait(watch::Receiver<()>),
}

impl Published {
    pub(in crate::auth::oauth) fn new(source: Source, web: Web) -> Self {
        let (ended, _) = watch::channel(());
        Self(Arc::new(Shared { source, web, state: Mutex::default(), ended }))
    }

    /// How often the keys were exchanged.
    pub(in crate::auth::oauth) fn version(&self) -> u64 {
        self.0.state().version
    }

    /// The keys, waiting for them where they may have to be fetched.
    ///
    /// # Errors
    /// There is no such key, or it cannot be told.
    pub(in crate::auth::oauth) async fn keys(
        &self,
        wanted: Wanted<'_>,
        clock: &Clock,
    ) -> Result<(Vec<Arc<Key>>, u64), Rejection> {
        let mut ended = match self.look(wanted, clock) {
            Look::Found(keys, version) => return Ok((keys, version)),
            Look::Refused(rejection) => return Err(rejection),
            Look::Wait(ended) => ended,
        };
        select(std::pin::pin!(ended.changed()), std::pin::pin!(clock.sleep(WAIT))).await;
        self.0.state().settle(wanted, clock.now())
    }

    /// The keys where they are at hand. Begins to fetch where that is due.
    pub(in crate::auth::oauth) fn look(&self, wanted: Wanted<'_>, clock: &Clock) -> Look {
        let now = clock.now();
        let mut state = self.0.state();
        let due = state.due(now);
        let age = state.usable(now).map(|(_, age)| age);
        let found = state.usable(now).map(|(keys, _)| keys.find(wanted));
        // Keys that can be exchanged at once are not used when they are old:
        // one of them may have been withdrawn.
        let serves = age.is_some_and(|age| age < OLD) || state.failed;
        let asks = match &found {
            None | Some(Found::None) => true,
            Some(_) => age.is_none_or(|age| age >= SOON),
        };
        let settled =
            matches!(found, Some(Found::Keys(_) | Found::Unfit | Found::Several)) && serves;
        let receiver = self.0.ended.subscribe();
        if asks && due {
            self.begin(&mut state, wanted, clock);
        } else if matches!(found, None | Some(Found::None)) {
            state.missing.seek(wanted);
        }
        if settled || !state.fetching {
            return match state.settle(wanted, now) {
                Ok((keys, version)) => Look::Found(keys, version),
                Err(rejection) => Look::Refused(rejection),
            };
        }
        Look::Wait(receiver)
    }

    /// In a task of its own: the caller that began it may leave.
    fn begin(&self, state: &mut State, wanted: Wanted<'_>, clock: &Clock) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        state.began = Some(clock.now());
        state.fetching = true;
        let fetch = Fetch {
            shared: Arc::clone(&self.0),
            sought: state.missing.begin(wanted),
            answer: Err("it was given up".to_owned()),
        };
        runtime.spawn(fetch.run(clock.clone()));
    }
}

/// A fetch; dropping it ends it.
struct Fetch {
    shared: Arc<Shared>,
    sought: Sought,
    answer: Result<KeySet, String>,
}

impl Fetch {
    async fn run(mut self, clock: Clock) {
        let answer = web::in_time(&clock, self.shared.source.fetch(&self.shared.web)).await;
        if let Err(why) = &answer {
            tracing::warn!("the keys of an issuer of tokens could not be fetched: {why}");
        }
        self.answer = answer;
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        let mut guard = self.shared.state();
        let state = &mut *guard;
        state.fetching = false;
        let answer = std::mem::replace(&mut self.answer, Err(String::new()));
        let sought = std::mem::take(&mut self.sought);
        state.failed = answer.is_err();
        // The answer may be as old as the question.
        if let (Ok(keys), Some(began)) = (answer, state.began) {
            state.missing.exchanged(sought, state.keys.as_ref().map(|(keys, _)| keys), &keys);
            state.keys = Some((keys, began));
            state.version += 1;
        } else {
            state.missing.failed(sought);
        }
        drop(guard);
        self.shared.ended.send_replace(());
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Every change of the state is one assignment after another without
        // anything between them that could panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
