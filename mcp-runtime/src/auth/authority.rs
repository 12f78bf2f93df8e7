use std::future::Future;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::limits::Limits;
use super::throttle::Throttle;
use super::{
    Attempt, Authenticator, Credential, Implications, Principal, Rejection, Scopes, ticks,
};
use crate::clock::Clock;
use crate::limit::Ticks;

/// How long an authenticator may take.
const PATIENCE: Duration = Duration::from_secs(10);

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

/// Why a request was not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Its credential proves nothing.
    Rejected(Rejection),
    /// Its credential was not looked at: the peer has shown too many wrong ones.
    Throttled { wait: Duration },
    /// Its principal has sent as many requests as it may.
    Limited { wait: Duration, calls: u32, window: Duration },
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
        let all = self.authenticators.iter().flat_map(|one| one.authorization_servers());
        let mut servers: Vec<String> = Vec::new();
        for server in all {
            if !servers.contains(&server) {
                servers.push(server);
            }
        }
        servers
    }

    /// How many wrong credentials a peer may show in any window of that length.
    /// Default: 10 a minute.
    pub(crate) fn set_throttle(&mut self, calls: u32, window: Duration) {
        self.throttle = Throttle::new(calls, window);
    }

    /// Whose credential this is, and whether its owner may send one more
    /// request. A peer without an address is not throttled.
    pub(crate) async fn admit(
        &self,
        credential: Credential,
        from: Option<IpAddr>,
        clock: &Clock,
    ) -> Result<Principal, Refusal> {
        let begin = |peer| self.throttle.begin(peer, &credential, self.ticks(clock));
        let throttled = |wait| Refusal::Throttled { wait: Duration::from_nanos(wait) };
        let trial = from.map(begin).transpose().map_err(throttled)?;
        let answer = self.authenticate(credential, clock).await;
        let now = self.ticks(clock);
        match &answer {
            Ok(_) => trial.into_iter().for_each(|trial| trial.accepted(now)),
            // Nothing was found out about the credential.
            Err(rejection) if rejection.retry_after().is_some() => {}
            Err(_) => trial.into_iter().for_each(|trial| trial.failed(now)),
        }
        let principal = answer.map_err(Refusal::Rejected)?;
        self.count(&principal, clock)?;
        Ok(principal)
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
        for authenticator in &self.authenticators {
            let answer = match authenticator.at_hand(&attempt) {
                Some(answer) => answer,
                None => in_time(authenticator.later(&attempt), clock).await,
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
        authority.admit(credential, None, &Clock::system()).await
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
        let mut answer = pin!(authority.admit(credential, None, &time));
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

    #[tokio::test]
    async fn too_many_wrong_credentials_of_a_peer_are_not_looked_at() {
        let manual = crate::clock::ManualClock::new();
        let (mut authority, clock) = (authority(), Clock::from(manual.clone()));
        authority.set_throttle(2, Duration::from_mins(1));
        let show = async |text: &str, from: Option<[u8; 4]>| {
            let credential = Credential::new(Scheme::Bearer, text);
            authority.admit(credential, from.map(IpAddr::from), &clock).await
        };
        let (peer, other) = (Some([192, 0, 2, 1]), Some([192, 0, 2, 2]));
        assert!(show("one", peer).await.is_ok());
        assert!(matches!(show("wrong", peer).await, Err(Refusal::Rejected(_))));
        manual.advance(Duration::from_secs(10));
        assert!(matches!(show("one:expired", peer).await, Err(Refusal::Rejected(_))));
        manual.advance(Duration::from_millis(1));
        let wait = Duration::from_millis(49_999);
        for text in ["two", "wrong", "one:slow"] {
            assert_eq!(show(text, peer).await, Err(Refusal::Throttled { wait }), "{text}");
        }
        assert!(show("one", peer).await.is_ok(), "it was accepted lately");
        assert!(show("two", other).await.is_ok());
        for _ in 0..100 {
            assert!(matches!(show("wrong", None).await, Err(Refusal::Rejected(_))));
        }
        manual.advance(wait);
        assert!(show("one scope", peer).await.is_ok());
    }

    /// An authenticator that cannot answer is no fault of the caller's.
    #[tokio::test]
    async fn what_could_not_be_checked_does_not_count() {
        let manual = crate::clock::ManualClock::new();
        let (mut authority, clock) = (authority(), Clock::from(manual.clone()));
        authority.set_throttle(2, Duration::from_hours(1));
        let peer = Some(IpAddr::from([192, 0, 2, 1]));
        for _ in 0..5 {
            let credential = Credential::new(Scheme::Bearer, "one:slow");
            let mut answer = pin!(authority.admit(credential, peer, &clock));
            assert!((&mut answer).now_or_never().is_none());
            manual.advance(PATIENCE);
            let Err(Refusal::Rejected(rejection)) = answer.await else { panic!("throttled") };
            assert!(rejection.retry_after().is_some());
        }
    }

    #[tokio::test]
    async fn a_principal_sends_no_more_than_it_may() {
        struct Few;
        impl Authenticator for Few {
            async fn authenticate(&self, _: &Attempt) -> Result<Principal, Rejection> {
                Ok(Principal::new("test", "few").with_limit(2, Duration::from_mins(1)))
            }
        }
        let manual = crate::clock::ManualClock::new();
        let clock = Clock::from(manual.clone());
        let mut authority = Authority::default();
        authority.add(Few);
        let show =
            async || authority.admit(Credential::new(Scheme::Bearer, "few"), None, &clock).await;
        assert!(show().await.is_ok() && show().await.is_ok());
        manual.advance(Duration::from_secs(20));
        let (wait, window) = (Duration::from_secs(40), Duration::from_mins(1));
        assert_eq!(show().await, Err(Refusal::Limited { wait, calls: 2, window }));
        manual.advance(wait);
        assert!(show().await.is_ok());
    }
}
