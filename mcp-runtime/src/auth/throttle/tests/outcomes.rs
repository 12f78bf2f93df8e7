//! What counts as a failure, and what takes up room until that is known.

use super::super::peer::{FORGOTTEN, UNCERTAIN};
use super::*;

const PEER: &str = "192.0.2.1";

#[test]
fn a_peer_waits_until_the_oldest_failure_leaves_the_window() {
    let throttle = throttle();
    for (index, now) in [0, 10, 20].into_iter().enumerate() {
        assert_eq!(wait(&throttle, "192.0.2.1", now * SECOND), None);
        fail(&throttle, "192.0.2.1", &format!("guess {index}"), now * SECOND);
    }
    assert_eq!(wait(&throttle, "192.0.2.1", 20 * SECOND), Some(40 * SECOND));
    assert_eq!(wait(&throttle, "192.0.2.1", 60 * SECOND - 1), Some(1));
    assert_eq!(wait(&throttle, "192.0.2.1", 60 * SECOND), None);
    fail(&throttle, "192.0.2.1", "guess", 60 * SECOND);
    assert_eq!(wait(&throttle, "192.0.2.1", 60 * SECOND), Some(10 * SECOND));
    assert_eq!(wait(&throttle, "192.0.2.2", 60 * SECOND), None, "another peer");
}

#[test]
fn what_was_accepted_lately_passes_while_its_peer_is_throttled() {
    let throttle = throttle();
    begin(&throttle, "192.0.2.1", "good", 0).unwrap().accepted(0);
    for guess in ["a", "b", "c"] {
        fail(&throttle, "192.0.2.1", guess, 0);
    }
    assert!(wait(&throttle, "192.0.2.1", 1).is_some());
    for peer in ["192.0.2.1", "192.0.2.7"] {
        begin(&throttle, peer, "good", 1).expect("it was accepted").accepted(1);
    }
    // It is revoked: the next time it is one more guess.
    begin(&throttle, "192.0.2.1", "good", 2).expect("it was accepted").failed(2);
    assert_eq!(begin(&throttle, "192.0.2.1", "good", 2).err(), Some(60 * SECOND - 2));
}

#[test]
fn an_accepted_credential_does_not_excuse_the_others() {
    let throttle = throttle();
    for guess in ["a", "b", "c"] {
        begin(&throttle, "192.0.2.1", "good", 0).unwrap().accepted(0);
        fail(&throttle, "192.0.2.1", guess, 0);
    }
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(60 * SECOND));
}

#[test]
fn guesses_that_are_still_being_checked_take_up_room() {
    let throttle = throttle();
    fail(&throttle, "192.0.2.1", "a", 0);
    let b = begin(&throttle, "192.0.2.1", "b", 0).unwrap();
    let c = begin(&throttle, "192.0.2.1", "c", 0).unwrap();
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(SECOND));
    // The same guess, twice: that it is refused to one makes no room.
    let same = begin(&throttle, "192.0.2.1", "c", 0).expect("the same guess");
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(SECOND));
    b.accepted(0);
    same.expired(0);
    c.expired(0);
    let d = begin(&throttle, "192.0.2.1", "d", 0).unwrap();
    let e = begin(&throttle, "192.0.2.1", "e", 0).unwrap();
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(SECOND));
    d.failed(0);
    e.failed(0);
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(60 * SECOND));
}

#[test]
fn parallel_requests_with_one_wrong_credential_are_one_failure() {
    let throttle = throttle();
    let all: Vec<_> = (0..10).map(|_| begin(&throttle, PEER, "stale", 0).unwrap()).collect();
    for trial in all {
        trial.failed(0);
    }
    fail(&throttle, PEER, "a", 0);
    assert_eq!(wait(&throttle, PEER, 0), None, "two of three");
    fail(&throttle, PEER, "b", 0);
    assert_eq!(wait(&throttle, PEER, 0), Some(60 * SECOND));
}

#[test]
fn what_is_remembered_of_a_peer_is_bounded() {
    let throttle = Throttle::new(1_000, Duration::from_mins(1));
    for guess in 0..=WRONG {
        fail(&throttle, PEER, &guess.to_string(), 0);
    }
    // All but the first are still known, which leaves room for the others.
    for guess in 1..=WRONG {
        fail(&throttle, PEER, &guess.to_string(), 0);
    }
    let mut more = 0;
    while let Ok(trial) = begin(&throttle, PEER, &format!("more {more}"), 0) {
        trial.failed(0);
        more += 1;
    }
    assert_eq!(more, 1_000 - WRONG - 1);
}

#[test]
fn an_abandoned_guess_takes_up_room_until_it_is_over() {
    let throttle = throttle();
    for guess in ["a", "b", "c", "c"] {
        drop(begin(&throttle, PEER, guess, 5).expect("it is no fourth guess"));
    }
    assert_eq!(wait(&throttle, PEER, 6), Some(FORGOTTEN - 1));
    // That it turns out to be good, or one more failure, ends it.
    begin(&throttle, PEER, "a", 6).unwrap().accepted(6);
    assert_eq!(wait(&throttle, PEER, 6), None);
    fail(&throttle, PEER, "b", 6);
    assert_eq!(wait(&throttle, PEER, 6), None);
    fail(&throttle, PEER, "d", 6);
    assert_eq!(wait(&throttle, PEER, 6), Some(FORGOTTEN - 1));
    assert_eq!(wait(&throttle, PEER, FORGOTTEN + 5), None);
}

#[test]
fn an_uncertain_guess_takes_up_room_for_a_while_and_is_no_failure() {
    let throttle = throttle();
    for guess in ["a", "b", "c", "a"] {
        begin(&throttle, PEER, guess, 0).expect("it is no fourth guess").uncertain(0);
    }
    assert_eq!(wait(&throttle, PEER, 1), Some(UNCERTAIN - 1));
    let again = begin(&throttle, PEER, "b", 1).expect("it may be asked about again");
    again.uncertain(UNCERTAIN);
    for _ in 0..2 {
        assert_eq!(wait(&throttle, PEER, UNCERTAIN), None);
    }
    for guess in ["d", "e"] {
        fail(&throttle, PEER, guess, UNCERTAIN);
    }
    assert_eq!(wait(&throttle, PEER, UNCERTAIN), Some(UNCERTAIN), "two failures, and b");
    assert_eq!(wait(&throttle, PEER, 2 * UNCERTAIN), None);
}

#[test]
fn what_has_expired_is_no_failure() {
    let throttle = throttle();
    for token in 0..10 {
        begin(&throttle, PEER, &token.to_string(), 0).unwrap().expired(0);
    }
    assert_eq!(wait(&throttle, PEER, 0), None);
}
