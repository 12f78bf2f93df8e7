//! Everything that decides who may do what.

mod erased;
mod rule;
#[cfg(test)]
mod tests;
mod wait;

pub(crate) use rule::{Denied, Mode, Refusal, Rule};

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use erased::Erased;
use wait::Wait;

use super::limits::Limits;
use super::throttle::{Origin, Throttle};
use super::{
    Attempt, Authenticator, Credential, Implications, Principal, Rejection, Scopes, ticks,
};
use crate::clock::Clock;
use crate::limit::Ticks;

/// Everything that decides who may do what on one server.
#[derive(Default)]
pub(crate) struct Authority {
    authenticators: Vec<Arc<dyn Erased>>,
    implications: Implications,
    /// Tools that demand `auth` are open although nothing authenticates.
    open: bool,
    throttle: Throttle,
    limits: Limits,
    /// When the ticks began to count.
    origin: OnceLock<Instant>,
}

impl Authority {
    pub(crate) fn add(&mut self, authenticator: impl Authenticator) {
        self.authenticators.push(Arc::new(authenticator));
    }

    /// `scope` includes `other`.
    pub(crate) fn imply(&mut self, scope: &str, other: &str) {
        self.implications.add(scope, other);
    }

    /// Opens what demands `auth`, where nothing authenticates.
    pub(crate) fn open(&mut self) {
        self.open = true;
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    pub(crate) fn mode(&self) -> Mode {
        if self.authenticators.is_empty() {
            Mode::Nobody
        } else if self.authenticators.iter().all(|one| one.is_required()) {
            Mode::Required
        } else {
            Mode::Optional
        }
    }

    pub(crate) fn authorization_servers(&self) -> Vec<String> {
        let all = self.authenticators.iter().flat_map(|one| one.authorization_servers());
        let mut servers: Vec<String> = Vec::new();
        for server in all {
            if !servers.contains(&server) {
                servers.push(server);
            }
        }
        servers
    }

    /// Whom credentials may be issued for, where that is known of any.
    pub(crate) fn audiences(&self) -> Vec<String> {
        self.authenticators.iter().flat_map(|one| one.audiences()).collect()
    }

    /// How many wrong credentials a peer may show in any window of that length.
    /// Default: 10 a minute.
    pub(crate) fn set_throttle(&mut self, calls: u32, window: Duration) {
        self.throttle = Throttle::new(calls, window);
    }

    /// Whose credential this is. The process that started this one is not
    /// throttled.
    pub(crate) async fn admit(
        &self,
        credential: Credential,
        from: Origin,
        clock: &Clock,
    ) -> Result<Principal, Refusal> {
        let throttled = |wait| Refusal::Throttled { wait: Duration::from_nanos(wait) };
        let begun = self.throttle.begin(from, &credential, self.ticks(clock));
        let trial = begun.map_err(throttled)?;
        let answer = self.authenticate(credential, clock).await;
        let now = self.ticks(clock);
        match &answer {
            Ok(_) => trial.accepted(now),
            Err(rejection) if rejection.retry_after().is_some() => trial.uncertain(now),
            Err(rejection) if rejection.is_expired() => trial.expired(now),
            // A line for each guess, of which a peer has few: a credential that
            // is shown over and over must not fill the log.
            Err(rejection) if trial.failed(now) => {
                let reason = rejection.reason();
                tracing::info!(%from, reason, "a credential was not accepted");
            }
            Err(_) => {}
        }
        answer.map_err(Refusal::Rejected)
    }

    /// Counts one more request of a principal, or refuses it.
    pub(crate) fn count(&self, principal: &Principal, clock: &Clock) -> Result<(), Refusal> {
        self.limits.admit(principal, self.ticks(clock)).map_err(|excess| Refusal::Limited {
            wait: Duration::from_nanos(excess.wait),
            calls: excess.calls,
            window: excess.window,
        })
    }

    fn ticks(&self, clock: &Clock) -> Ticks {
        let now = clock.now();
        ticks(now.saturating_duration_since(*self.origin.get_or_init(|| now)))
    }

    /// Whose credential this is, for a caller that shows it only once.
    pub(crate) async fn authenticate(
        &self,
        credential: Credential,
        clock: &Clock,
    ) -> Result<Principal, Rejection> {
        let attempt = Attempt::new(credential, clock.clone());
        let mut rejected = Rejection::unknown();
        let mut wait = Wait::default();
        for authenticator in &self.authenticators {
            let answer = match authenticator.at_hand(&attempt) {
                Some(answer) => answer,
                None => wait.answer(authenticator.later(&attempt), clock).await,
            };
            match answer {
                Ok(principal) => return Ok(principal),
                // Whoever knows it, or its issuer, has more to say of it.
                Err(other) if rejected.is_unknown() && other != Rejection::unknown() => {
                    rejected = other;
                }
                Err(_) => {}
            }
        }
        Err(rejected)
    }

    /// Whether a caller may use a target.
    pub(crate) fn allow(&self, rule: &Rule, principal: Option<&Principal>) -> Result<(), Denied> {
        match (rule, principal) {
            _ if self.authenticators.is_empty() => Ok(()),
            (Rule::Public, _) | (Rule::Server, Some(_)) => Ok(()),
            (Rule::Server, None) if self.mode() == Mode::Optional => Ok(()),
            (Rule::Server, None) => Err(Denied::Unauthenticated(Scopes::default())),
            (Rule::Scopes(scopes), None) => Err(Denied::Unauthenticated(scopes.clone())),
            (Rule::Scopes(scopes), Some(principal)) => {
                let granted = |scope| self.implications.grant(principal.scopes(), scope);
                if scopes.iter().all(granted) {
                    return Ok(());
                }
                Err(Denied::Forbidden(scopes.clone()))
            }
        }
    }
}
