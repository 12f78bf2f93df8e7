//! Keys that the user's function finds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::*;

/// What the function does now.
const FINDS: u8 = 0;
const FAILS: u8 = 1;
const HANGS: u8 = 2;
const ERRS_IN_WHOM: u8 = 3;

fn lookup() -> (ApiKeys, Arc<AtomicU8>) {
    let mode = Arc::new(AtomicU8::new(FINDS));
    let now = Arc::clone(&mode);
    let keys = ApiKeys::lookup(move |digest| {
        let mode = now.load(Ordering::Relaxed);
        async move {
            match mode {
                FAILS => return Err("the database is gone"),
                HANGS => std::future::pending().await,
                ERRS_IN_WHOM => return Ok(Some(KeyRecord::new("alice", KeyDigest::of(ALICE)))),
                _ => {}
            }
            Ok((digest == KeyDigest::of(ALICE)).then(|| KeyRecord::new("Alice Smith", digest)))
        }
    });
    (keys, mode)
}

fn ask(keys: &ApiKeys, key: &str) -> Option<Result<Principal, Rejection>> {
    let attempt = attempt(key, &ManualClock::new());
    assert!(keys.at_hand(&attempt).is_none());
    keys.authenticate(&attempt).now_or_never()
}

#[test]
fn the_function_decides_each_time() {
    let (keys, mode) = lookup();
    let found = ask(&keys, ALICE).unwrap().unwrap();
    assert_eq!(found.subject(), "Alice Smith");
    assert_eq!(ask(&keys, BOB), Some(Err(Rejection::unknown())));
    mode.store(HANGS, Ordering::Relaxed);
    assert_eq!(ask(&keys, ALICE), None, "nothing is remembered");
    mode.store(ERRS_IN_WHOM, Ordering::Relaxed);
    assert!(ask(&keys, ALICE).unwrap().is_ok());
    assert_eq!(ask(&keys, BOB), Some(Err(Rejection::unknown())), "the record is of another key");
}

#[test]
fn a_failure_is_logged_once_and_passes() {
    let (keys, mode) = lookup();
    let log = log::Log::default();
    log.during(|| {
        mode.store(FAILS, Ordering::Relaxed);
        for _ in 0..3 {
            let rejection = ask(&keys, ALICE).unwrap().unwrap_err();
            assert_eq!(rejection.retry_after(), Some(Duration::from_secs(5)));
        }
        mode.store(FINDS, Ordering::Relaxed);
        assert!(ask(&keys, ALICE).unwrap().is_ok());
    });
    let lines = log.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("WARN") && lines[0].contains("the database is gone"), "{lines:?}");
    assert!(lines[1].contains("INFO") && lines[1].contains("again"), "{lines:?}");
}

#[test]
fn keys_of_the_program_come_first() {
    let (keys, _) = lookup();
    let keys = keys.key("bob", BOB, "");
    assert_eq!(name(&keys, BOB, &ManualClock::new()).as_deref(), Some("bob"));
    assert!(ask(&keys, ALICE).unwrap().is_ok());
}
