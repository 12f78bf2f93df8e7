use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use futures_util::FutureExt as _;

use crate::auth::{Credential, Mode, Principal, Rejection};
use crate::dispatch::App;
use crate::handler::{Remote, Visitor};

/// As whom the process at the other end of a stream calls.
#[derive(Default)]
pub(crate) struct Identity {
    visitor: Visitor,
    /// What it shows, to be checked again and again.
    credential: Option<Credential>,
    checked: Option<Instant>,
    /// When it was last found to be valid.
    proved: Option<Instant>,
    /// Somebody is being asked.
    renewal: Option<Renewal>,
}

type Renewal = Pin<Box<dyn Future<Output = Checked> + Send>>;

/// How long what was found out is believed: a key may be revoked meanwhile.
const BELIEVED: Duration = Duration::from_secs(30);

/// How long it is believed where nobody can tell any more.
const UNCONFIRMED: Duration = Duration::from_mins(10);

impl Identity {
    /// Finds out who calls.
    ///
    /// # Errors
    /// Why the caller could use nothing at all.
    pub(crate) async fn new(app: &App, credential: Option<Credential>) -> Result<Self, String> {
        if app.environment.authority.mode() == Mode::Nobody {
            return Ok(Self::default());
        }
        let Some(credential) = credential else {
            if app.is_open() {
                return Ok(Self::default());
            }
            return Err("this server only serves callers that prove who they are: put an access \
                        token or API key into the environment variable MCP_ACCESS_TOKEN"
                .to_owned());
        };
        let mut identity = Self::default();
        let checked = check(app, &credential).await;
        if let Err(rejection) = &checked.answer {
            return Err(format!(
                "the credential in MCP_ACCESS_TOKEN is not accepted: {}",
                rejection.reason()
            ));
        }
        identity.learn(&checked);
        identity.credential = Some(credential);
        Ok(identity)
    }

    /// Who it was found to be.
    #[cfg(feature = "cli")]
    pub(crate) fn principal(&self) -> Option<&Principal> {
        self.visitor.principal.as_ref()
    }

    pub(super) fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// Checks anew who calls, where that was long ago or has expired. Returns
    /// whether it is known: somebody may have to be asked first, which
    /// [`renewed`](Self::renewed) waits for.
    pub(super) fn renew(&mut self, app: &Arc<App>) -> bool {
        if self.renewal.is_some() {
            return false;
        }
        let Some(credential) = &self.credential else { return true };
        if !self.is_old(app) {
            return true;
        }
        let (app, credential) = (Arc::clone(app), credential.clone());
        let mut renewal: Renewal = Box::pin(async move { check(&app, &credential).await });
        let Some(answer) = (&mut renewal).now_or_never() else {
            self.renewal = Some(renewal);
            return false;
        };
        self.learn(&answer);
        true
    }

    pub(super) fn is_renewing(&self) -> bool {
        self.renewal.is_some()
    }

    /// Waits for an answer that was asked for. Everything else goes on
    /// meanwhile, but for further messages.
    pub(super) async fn renewed(&mut self) {
        if let Some(renewal) = &mut self.renewal {
            let answer = renewal.await;
            self.renewal = None;
            self.learn(&answer);
        }
    }

    fn learn(&mut self, answer: &Checked) {
        let Checked { answer, now, wall } = answer;
        let principal = match answer {
            Ok(principal) => {
                self.proved = Some(*now);
                Some(principal.clone())
            }
            Err(rejection) if rejection.retry_after().is_some() => {
                // Nobody can tell now: what was known holds for a while.
                let lately = self
                    .proved
                    .is_some_and(|proved| now.saturating_duration_since(proved) < UNCONFIRMED);
                let known = self.visitor.principal.take().filter(|_| lately);
                known.filter(|known| known.expires().is_none_or(|expires| expires > *wall))
            }
            Err(rejection) => {
                let reason = rejection.reason();
                tracing::warn!(reason, "the caller's credential is no longer accepted");
                None
            }
        };
        self.checked = Some(*now);
        self.visitor = Visitor { remote: Remote::Process, principal };
    }

    fn is_old(&self, app: &App) -> bool {
        let clock = &app.environment.clock;
        let principal = self.visitor.principal.as_ref();
        let expires = principal.and_then(Principal::expires);
        let checked = self
            .checked
            .is_some_and(|checked| clock.now().saturating_duration_since(checked) < BELIEVED);
        !checked || expires.is_some_and(|expires| expires <= clock.wall())
    }
}

/// What came of a check, and when.
struct Checked {
    answer: Result<Principal, Rejection>,
    now: Instant,
    wall: SystemTime,
}

async fn check(app: &App, credential: &Credential) -> Checked {
    let environment = &app.environment;
    let clock = &environment.clock;
    let answer = environment.authority.authenticate(credential.clone(), clock).await;
    Checked { answer, now: clock.now(), wall: clock.wall() }
}
