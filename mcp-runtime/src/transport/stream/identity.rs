use std::time::{Duration, Instant};

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
}

/// How long what was found out is believed: a key may be revoked meanwhile.
const BELIEVED: Duration = Duration::from_secs(30);

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
        match check(app, &credential).await {
            Ok(principal) => identity.believe(app, Some(principal)),
            Err(rejection) => {
                return Err(format!(
                    "the credential in MCP_ACCESS_TOKEN is not accepted: {}",
                    rejection.reason()
                ));
            }
        }
        identity.credential = Some(credential);
        Ok(identity)
    }

    pub(super) fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// Checks anew who calls, where that was long ago or has expired.
    pub(super) async fn renew(&mut self, app: &App) {
        let Some(credential) = &self.credential else { return };
        if !self.is_old(app) {
            return;
        }
        let principal = match check(app, credential).await {
            Ok(principal) => Some(principal),
            Err(rejection) if rejection.retry_after().is_some() => {
                // Nobody can tell now: what was known holds until it expires.
                let clock = &app.environment.clock;
                let known = self.visitor.principal.take();
                known.filter(|known| known.expires().is_none_or(|expires| expires > clock.wall()))
            }
            Err(rejection) => {
                tracing::warn!(
                    reason = rejection.reason(),
                    "the caller's credential is no longer accepted"
                );
                None
            }
        };
        self.believe(app, principal);
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

    fn believe(&mut self, app: &App, principal: Option<Principal>) {
        self.checked = Some(app.environment.clock.now());
        self.visitor = Visitor { remote: Remote::Process, principal };
    }
}

async fn check(app: &App, credential: &Credential) -> Result<Principal, Rejection> {
    let environment = &app.environment;
    environment.authority.authenticate(credential.clone(), &environment.clock).await
}
