//! What counts as a guess, and whose it is.

use std::net::{IpAddr, Ipv6Addr};
use std::time::UNIX_EPOCH;

use super::*;
use crate::auth::{ApiKeys, KeyDigest, KeyRecord};
use crate::clock::ManualClock;

const LIMIT: u32 = 3;
const PEER: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)));

struct Server {
    authority: Authority,
    manual: ManualClock,
    clock: Clock,
}

impl Server {
    /// Each peer may guess three times a minute.
    fn new() -> Self {
        let manual = ManualClock::new();
        let mut authority = Authority::default();
        authority.set_throttle(LIMIT, Duration::from_mins(1));
        Self { authority, clock: Clock::from(manual.clone()), manual }
    }

    fn with(mut self, authenticator: impl Authenticator) -> Self {
        self.authority.add(authenticator);
        self
    }

    async fn show(&self, text: &str, from: Option<IpAddr>) -> Result<Principal, Refusal> {
        let credential = Credential::new(Scheme::Bearer, text);
        let from = from.map_or(Origin::Unknown, Origin::Address);
        self.authority.admit(credential, from, &self.clock).await
    }

    /// Whether it was looked at, and refused.
    async fn refuses(&self, text: &str, from: Option<IpAddr>) -> bool {
        matches!(self.show(text, from).await, Err(Refusal::Rejected(_)))
    }

    async fn throttles(&self, text: &str, from: Option<IpAddr>) -> bool {
        matches!(self.show(text, from).await, Err(Refusal::Throttled { .. }))
    }
}

/// Never answers, or cannot.
struct Away(Option<Duration>);

impl Authenticator for Away {
    async fn authenticate(&self, _: &Attempt) -> Result<Principal, Rejection> {
        match self.0 {
            Some(wait) => Err(Rejection::unavailable(wait)),
            None => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn one_wrong_credential_is_one_guess_however_often_it_is_shown() {
    let server = Server::new().with(Named("one"));
    for _ in 0..10 {
        assert!(server.refuses("stale", PEER).await);
    }
    assert!(server.show("one", PEER).await.is_ok());
    for guess in ["a", "b"] {
        assert!(server.refuses(guess, PEER).await);
    }
    assert!(server.throttles("c", PEER).await);
    assert!(server.throttles("stale", PEER).await, "nothing is looked at any more");
    server.manual.advance(Duration::from_mins(1));
    for guess in ["stale", "stale", "a", "b"] {
        assert!(server.refuses(guess, PEER).await, "{guess}: another window");
    }
    assert!(server.throttles("c", PEER).await, "the stale one counts in each window");
}

#[tokio::test]
async fn what_was_valid_once_is_no_guess() {
    let keys = ApiKeys::lookup(|digest: KeyDigest| async move {
        let old = KeyRecord::new("alice", digest).with_expiry(UNIX_EPOCH);
        Ok::<_, std::io::Error>((digest != KeyDigest::of("made up")).then_some(old))
    });
    let server = Server::new().with(keys);
    for number in 0..10 {
        let Err(Refusal::Rejected(rejection)) = server.show(&number.to_string(), PEER).await else {
            panic!("expired key {number} counted");
        };
        assert_eq!(rejection.reason(), "the API key has expired");
    }
    assert!(server.refuses("made up", PEER).await);
}

#[tokio::test]
async fn guesses_that_their_caller_gives_up_take_up_room() {
    let server = Server::new().with(Away(None));
    for guess in ["a", "b", "c", "a", "a"] {
        let answer = pin!(server.show(guess, PEER));
        assert!(answer.now_or_never().is_none(), "{guess}: it is asked about");
    }
    for _ in 0..2 {
        let answer = pin!(server.show("d", PEER)).now_or_never().expect("it is not asked about");
        assert!(matches!(answer, Err(Refusal::Throttled { .. })));
    }
    server.manual.advance(Duration::from_mins(1));
    assert!(pin!(server.show("d", PEER)).now_or_never().is_none());
}

#[tokio::test]
async fn guesses_are_bounded_while_nobody_can_say_that_they_are_wrong() {
    let keys = ApiKeys::new().key("alice", "alice-key-0000000000000000", "");
    let server = Server::new().with(keys).with(Away(Some(Duration::from_secs(5))));
    for guess in ["a", "b", "c", "a", "b"] {
        let Err(Refusal::Rejected(rejection)) = server.show(guess, PEER).await else {
            panic!("{guess} was not looked at");
        };
        assert!(rejection.retry_after().is_some(), "{guess}: nobody calls it wrong");
    }
    server.manual.advance(Duration::from_secs(4));
    let wait = Duration::from_secs(6);
    let alice = "alice-key-0000000000000000";
    assert_eq!(server.show("d", PEER).await, Err(Refusal::Throttled { wait }));
    assert_eq!(server.show(alice, PEER).await, Err(Refusal::Throttled { wait }));
    server.manual.advance(wait);
    assert!(server.show(alice, PEER).await.is_ok(), "they were not counted as wrong");
    assert!(server.refuses("d", PEER).await);
}

#[tokio::test]
async fn callers_of_whom_nothing_is_known_are_one_peer() {
    let server = Server::new().with(Named("one"));
    for guess in ["a", "b", "c"] {
        assert!(server.refuses(guess, None).await);
    }
    assert!(server.throttles("one", None).await);
    assert!(server.show("one", PEER).await.is_ok(), "this one has an address");
}

#[tokio::test]
async fn a_site_cannot_guess_from_network_after_network() {
    let server = Server::new().with(Named("one"));
    let peer = |site: u16, network: u16| {
        Some(IpAddr::from(Ipv6Addr::new(0x2001, 0xdb8, site, network, 0, 0, 0, 1)))
    };
    for number in 0..10 * u16::try_from(LIMIT).unwrap() {
        assert!(server.refuses(&number.to_string(), peer(1, number)).await, "{number}");
    }
    assert!(server.throttles("one", peer(1, 0xffff)).await);
    assert!(server.show("one", peer(2, 0)).await.is_ok(), "another site");
}
