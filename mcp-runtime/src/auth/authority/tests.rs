mod guessing;

use futures_util::FutureExt as _;

use std::net::IpAddr;
use std::pin::pin;

use super::wait::PATIENCE;
use super::*;
use crate::auth::{Scheme, Scopes};

/// Knows credentials that begin with its name.
struct Named(&'static str);

impl Authenticator for Named {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        match attempt.credential().expose().strip_prefix(self.0) {
            Some(":expired") => Err(Rejection::invalid("it has expired")),
            Some(":slow") => std::future::pending().await,
            Some(scopes) => Ok(Principal::new("test", self.0).with_scopes(Scopes::parse(scopes))),
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
    authority.admit(credential, Origin::Process, &Clock::system()).await
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
    let mut answer = pin!(authority.admit(credential, Origin::Process, &time));
    assert!((&mut answer).now_or_never().is_none());
    clock.advance(PATIENCE);
    let Err(Refusal::Rejected(rejection)) = answer.await else { panic!("it did not answer") };
    assert!(rejection.retry_after().is_some());
}

/// Does not come back.
struct Hanging;

impl Authenticator for Hanging {
    async fn authenticate(&self, _: &Attempt) -> Result<Principal, Rejection> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn all_authenticators_together_have_one_deadline() {
    let clock = crate::clock::ManualClock::new();
    let mut authority = Authority::default();
    (0..7).for_each(|_| authority.add(Hanging));
    authority.add(Named("last"));
    let time = Clock::from(clock.clone());
    for (text, known) in [("last", true), ("else", false)] {
        let credential = Credential::new(Scheme::Bearer, text);
        let mut answer = pin!(authority.admit(credential, Origin::Process, &time));
        assert!((&mut answer).now_or_never().is_none());
        clock.advance(PATIENCE.saturating_sub(Duration::from_nanos(1)));
        assert!((&mut answer).now_or_never().is_none());
        clock.advance(Duration::from_nanos(1));
        let answer = answer.now_or_never().expect("nobody waits any longer");
        // Who has the answer at once is heard all the same.
        assert_eq!(answer.is_ok(), known, "{text}");
        if let Err(Refusal::Rejected(rejection)) = answer {
            assert!(rejection.retry_after().is_some(), "503");
        }
    }
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
    let show = async |text: &str, from: Origin| {
        let credential = Credential::new(Scheme::Bearer, text);
        authority.admit(credential, from, &clock).await
    };
    let [peer, other] = [1, 2].map(|last| Origin::Address(IpAddr::from([192, 0, 2, last])));
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
        assert!(matches!(show("wrong", Origin::Process).await, Err(Refusal::Rejected(_))));
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
    let peer = Origin::Address(IpAddr::from([192, 0, 2, 1]));
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
    let credential = || Credential::new(Scheme::Bearer, "few");
    let show = async || {
        let principal = authority.admit(credential(), Origin::Process, &clock).await?;
        authority.count(&principal, &clock).map(|()| principal)
    };
    assert!(show().await.is_ok() && show().await.is_ok());
    manual.advance(Duration::from_secs(20));
    let (wait, window) = (Duration::from_secs(40), Duration::from_mins(1));
    assert_eq!(show().await, Err(Refusal::Limited { wait, calls: 2, window }));
    manual.advance(wait);
    assert!(show().await.is_ok());
}
