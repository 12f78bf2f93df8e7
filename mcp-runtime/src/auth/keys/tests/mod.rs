mod file;
mod log;
mod lookup;
mod written;

use std::time::{Duration, UNIX_EPOCH};

use futures_util::FutureExt as _;

use super::*;
use crate::auth::{Credential, Scheme};
use crate::clock::{Clock, ManualClock};

const ALICE: &str = "alice-key-0000000000000000";
const BOB: &str = "bob-key-0000000000000000";

fn attempt(key: &str, clock: &ManualClock) -> Attempt {
    Attempt::new(Credential::new(Scheme::ApiKey, key), Clock::from(clock.clone()))
}

/// The answer that needs no waiting.
fn show(keys: &ApiKeys, key: &str, clock: &ManualClock) -> Result<Principal, Rejection> {
    let answer = keys.at_hand(&attempt(key, clock)).expect("nothing to wait for");
    assert_eq!(keys.authenticate(&attempt(key, clock)).now_or_never(), Some(answer.clone()));
    answer
}

fn name(keys: &ApiKeys, key: &str, clock: &ManualClock) -> Option<String> {
    show(keys, key, clock).ok().map(|principal| principal.subject().to_owned())
}

fn variable(text: &str) -> Result<ApiKeys, Vec<String>> {
    ApiKeys::from_variable("API_KEYS", Some(text))
}

fn digest(key: &str) -> KeyDigest {
    KeyDigest::of(key)
}

#[test]
fn a_key_says_who_calls_and_what_was_granted() {
    let clock = ManualClock::new();
    let keys = ApiKeys::new().key("alice", ALICE, "vault:read").key("bob", BOB, "");
    let alice = show(&keys, ALICE, &clock).unwrap();
    assert_eq!((alice.issuer(), alice.subject(), &**alice.id()), ("key", "alice", "key alice"));
    assert_eq!(alice.scopes(), &Scopes::parse("vault:read"));
    assert_eq!((alice.expires(), alice.limit()), (None, None));
    assert!(show(&keys, BOB, &clock).unwrap().scopes().is_empty());
    for wrong in ["", "alice", &ALICE[..25], &ALICE.to_uppercase(), &format!("{ALICE} "), "ä"] {
        assert_eq!(show(&keys, wrong, &clock), Err(Rejection::unknown()), "{wrong:?}");
    }
    let digest = digest(ALICE).to_string();
    assert_eq!(show(&keys, &digest, &clock), Err(Rejection::unknown()), "it is not the key");
}

#[test]
fn a_key_ends_to_the_second() {
    let clock = ManualClock::new();
    let start = UNIX_EPOCH + Duration::from_hours(500_000);
    let record = KeyRecord::new("alice", digest(ALICE)).with_expiry(start + Duration::from_secs(3));
    let keys = variable(&record.to_string()).unwrap();
    clock.advance(Duration::from_nanos(2_999_999_999));
    assert_eq!(show(&keys, ALICE, &clock).unwrap().expires(), record.expires());
    clock.advance(Duration::from_nanos(1));
    let expired = Rejection::expired("the API key has expired");
    assert_eq!(show(&keys, ALICE, &clock), Err(expired));
}

#[test]
fn a_variable_holds_records() {
    let clock = ManualClock::new();
    let (alice, bob) = (digest(ALICE), digest(BOB));
    let keys = variable(&format!("alice {alice} rate=2/min scopes=a,b; bob {bob} ;")).unwrap();
    let principal = show(&keys, ALICE, &clock).unwrap();
    assert_eq!(principal.limit(), Some((2, Duration::from_mins(1))));
    assert_eq!(principal.scopes(), &Scopes::parse("a b"));
    assert_eq!(name(&keys, BOB, &clock).as_deref(), Some("bob"));
}

#[test]
fn a_variable_without_keys_says_how_to_mint_one() {
    for (text, part) in [
        (None, "API_KEYS is not set"),
        (Some(""), "API_KEYS holds no API key"),
        (Some("# none yet"), "API_KEYS holds no API key"),
    ] {
        let problems = ApiKeys::from_variable("API_KEYS", text).unwrap_err();
        let [problem] = &problems[..] else { panic!("{problems:?}") };
        assert!(problem.contains(part) && problem.contains("`keys mint --name NAME`"), "{problem}");
    }
    let unset = ApiKeys::from_env("A_VARIABLE_THAT_NOBODY_SETS").unwrap().problems_here().join(" ");
    assert!(unset.contains("A_VARIABLE_THAT_NOBODY_SETS is not set"), "{unset}");
}

#[test]
fn mistakes_in_a_variable_are_told_together_up_to_a_bound() {
    let problems = variable("alice; bob sha256:00").unwrap_err();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("API_KEYS:1:6: record 1: expected a digest"), "{problems:?}");
    assert!(problems[1].starts_with("API_KEYS:1:12: record 2: "), "{problems:?}");
    let problems = variable(&"a\n".repeat(1_000)).unwrap_err();
    assert_eq!(problems.len(), 21);
    assert_eq!(problems[20], "and 980 more mistakes in the API keys");
}

#[test]
fn minted_keys_are_long_and_hidden() {
    let clock = ManualClock::new();
    let minted = ApiKeys::mint("alice").unwrap();
    assert_ne!(minted.key, ApiKeys::mint("alice").unwrap().key);
    let keys = variable(&minted.record.to_string()).unwrap();
    assert_eq!(name(&keys, &minted.key, &clock).as_deref(), Some("alice"));
    let shown = format!("{minted:?} {keys:?}");
    assert!(!shown.contains(&minted.key[4..]) && shown.contains("alice"), "{shown}");
}
