use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use super::{Attempt, Authenticator, Credential, Implications, Principal, Rejection, Scopes};
use crate::clock::Clock;

/// How long an authenticator may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Everything that decides who may do what on one server.
#[derive(Default)]
pub(crate) struct Authority {
    authenticators: Vec<Arc<dyn Erased>>,
    implications: Implications,
    /// Tools that demand `auth` are open although nothing authenticates.
    open: bool,
}

/// Whether callers have to prove themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Nothing authenticates.
    Nobody,
    /// Whoever shows nothing may do what demands nothing.
    Optional,
    Required,
}

/// What a target demands of its callers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Rule {
    /// What the server demands.
    #[default]
    Server,
    /// Nothing.
    Public,
    /// A principal with all of these scopes.
    Scopes(Scopes),
}

/// Why a credential was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It proves nothing.
    Rejected(Rejection),
}

/// Why a caller may not use a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Denied {
    /// It has to prove who it is, and will need these scopes.
    Unauthenticated(Scopes),
    /// It lacks some of these scopes.
    Forbidden(Scopes),
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
        self.authenticators.iter().flat_map(|one| one.authorization_servers()).collect()
    }

    /// Whose credential this is.
    pub(crate) async fn authenticate(
        &self,
        credential: Credential,
        clock: &Clock,
    ) -> Result<Principal, Refusal> {
        let attempt = Attempt::new(credential, clock.clone());
        let mut rejected = Rejection::unknown();
        for authenticator in &self.authenticators {
            let answer = match authenticator.at_hand(&attempt) {
                Some(answer) => answer,
                None => in_time(authenticator.later(&attempt), clock).await,
            };
            match answer {
                Ok(principal) => return Ok(principal),
                Err(other) if rejected.is_unknown() => rejected = other,
                Err(_) => {}
            }
        }
        Err(Refusal::Rejected(rejected))
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

async fn in_time(
    answer: Pin<Box<dyn Future<Output = Result<Principal, Rejection>> + Send + '_>>,
    clock: &Clock,
) -> Result<Principal, Rejection> {
    match futures_util::future::select(answer, pin!(clock.sleep(PATIENCE))).await {
        futures_util::future::Either::Left((answer, _)) => answer,
        futures_util::future::Either::Right(_) => {
            tracing::warn!("an authenticator took longer than 10 s and was given up");
            Err(Rejection::unavailable(Duration::from_secs(5)))
        }
    }
}

/// An [`Authenticator`] whose type is forgotten.
trait Erased: Send + Sync {
    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>>;
    fn later<'a>(
        &'a self,
        attempt: &'a Attempt,
    ) -> Pin<Box<dyn Future<Output = Result<Principal, Rejection>> + Send + 'a>>;
    fn authorization_servers(&self) -> Vec<String>;
    fn is_required(&self) -> bool;
}

impl<A: Authenticator> Erased for A {
    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        Authenticator::at_hand(self, attempt)
    }

    fn later<'a>(
        &'a self,
        attempt: &'a Attempt,
    ) -> Pin<Box<dyn Future<Output = Result<Principal, Rejection>> + Send + 'a>> {
        Box::pin(self.authenticate(attempt))
    }

    fn authorization_servers(&self) -> Vec<String> {
        Authenticator::authorization_servers(self)
    }

    fn is_required(&self) -> bool {
        Authenticator::is_required(self)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;
    use crate::auth::{Scheme, Scopes};

    /// Knows credentials that begin with its name.
    struct Named(&'static str);

    impl Authenticator for Named {
        async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
            match attempt.credential().expose().strip_prefix(self.0) {
                Some(":expired") => Err(Rejection::invalid("it has expired")),
                Some(":slow") => std::future::pending().await,
                Some(scopes) => {
                    Ok(Principal::new("test", self.0).with_scopes(Scopes::parse(scopes)))
                }
                None => Err(Rejection::unknown()),
            }
        }
    }

    fn authority() -> Authority {
        let mut authority = Authority::default();
        authority.add(Named("one"));
        authority.add(Named("two"));
        authority.imply("write", "read");
        authority
    }

    async fn shown(authority: &Authority, text: &str) -> Result<Principal, Refusal> {
        let credential = Credential::new(Scheme::Bearer, text);
        authority.authenticate(credential, &Clock::system()).await
    }

    #[tokio::test]
    async fn whoever_knows_a_credential_answers_for_it() {
        let authority = authority();
        assert_eq!(shown(&authority, "two").await.unwrap().subject(), "two");
        let invalid = Refusal::Rejected(Rejection::invalid("it has expired"));
        assert_eq!(shown(&authority, "one:expired").await, Err(invalid.clone()));
        assert_eq!(shown(&authority, "two:expired").await, Err(invalid));
        assert_eq!(shown(&authority, "three").await, Err(Refusal::Rejected(Rejection::unknown())));
    }

    #[tokio::test]
    async fn an_authenticator_is_not_waited_for_without_end() {
        let clock = crate::clock::ManualClock::new();
        let authority = authority();
        let credential = Credential::new(Scheme::Bearer, "one:slow");
        let time = Clock::from(clock.clone());
        let mut answer = pin!(authority.authenticate(credential, &time));
        assert!((&mut answer).now_or_never().is_none());
        clock.advance(PATIENCE);
        let Err(Refusal::Rejected(rejection)) = answer.await else { panic!("it did not answer") };
        assert!(rejection.retry_after().is_some());
    }

    #[tokio::test]
    async fn what_is_demanded_is_what_decides() {
        let read = || Rule::Scopes(Scopes::parse("read"));
        let unauthenticated = |scopes| Err(Denied::Unauthenticated(Scopes::parse(scopes)));
        let required = authority();
        let mut optional = Authority::default();
        optional.add(Named("one").optional());
        let reader = shown(&required, "one read").await.ok();
        let writer = shown(&required, "one write").await.ok();
        let stranger = shown(&required, "one").await.ok();
        for (rule, principal, expected) in [
            (Rule::Public, None, Ok(())),
            (Rule::Server, None, unauthenticated("")),
            (Rule::Server, stranger.as_ref(), Ok(())),
            (read(), None, unauthenticated("read")),
            (read(), stranger.as_ref(), Err(Denied::Forbidden(Scopes::parse("read")))),
            (read(), reader.as_ref(), Ok(())),
            (read(), writer.as_ref(), Ok(())),
        ] {
            assert_eq!(required.allow(&rule, principal), expected, "{rule:?} {principal:?}");
        }
        assert_eq!(optional.allow(&Rule::Server, None), Ok(()));
        assert_eq!(optional.allow(&read(), None), unauthenticated("read"));
        assert_eq!(Authority::default().allow(&read(), None), Ok(()), "nothing authenticates");
    }
}
