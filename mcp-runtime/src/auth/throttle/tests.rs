use super::*;
use crate::auth::Scheme;

const SECOND: Ticks = 1_000_000_000;
const LIMIT: u32 = 3;

fn throttle() -> Throttle {
    Throttle::new(LIMIT, Duration::from_mins(1))
}

fn begin<'a>(
    throttle: &'a Throttle,
    peer: &str,
    text: &str,
    now: Ticks,
) -> Result<Trial<'a>, Ticks> {
    throttle.begin(peer.parse().unwrap(), &Credential::new(Scheme::Bearer, text), now)
}

fn fail(throttle: &Throttle, peer: &str, text: &str, now: Ticks) {
    begin(throttle, peer, text, now).expect("there is room").failed(now);
}

/// The wait, where there is one.
fn wait(throttle: &Throttle, peer: &str, now: Ticks) -> Option<Ticks> {
    begin(throttle, peer, "another", now).err()
}

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
fn a_subscriber_is_one_peer() {
    for (peer, same, other) in [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:3::1"),
        ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.0"),
    ] {
        let throttle = throttle();
        for guess in ["a", "b", "c"] {
            fail(&throttle, peer, guess, 0);
        }
        assert!(wait(&throttle, same, 0).is_some(), "{same}");
        assert!(wait(&throttle, other, 0).is_none(), "{other}");
    }
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
    // The same guess, twice: that one of them is given up makes no room.
    drop(begin(&throttle, "192.0.2.1", "c", 0).expect("the same guess"));
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(SECOND));
    b.accepted(0);
    drop(c);
    let d = begin(&throttle, "192.0.2.1", "d", 0).unwrap();
    let e = begin(&throttle, "192.0.2.1", "e", 0).unwrap();
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(SECOND));
    d.failed(0);
    e.failed(0);
    assert_eq!(wait(&throttle, "192.0.2.1", 0), Some(60 * SECOND));
}

#[test]
fn invented_peers_neither_grow_the_room_nor_free_a_real_one() {
    let throttle = throttle();
    for guess in ["a", "b", "c"] {
        fail(&throttle, "192.0.2.1", guess, 0);
    }
    let mut refused = 0;
    for number in 0..4 * u32::try_from(PEERS).unwrap() {
        let peer = IpAddr::from(number.to_be_bytes());
        let trial = throttle.begin(peer, &Credential::new(Scheme::Bearer, "guess"), 1);
        refused += u32::from(trial.map(|trial| trial.failed(1)).is_err());
    }
    assert!(throttle.peers.len() <= PEERS);
    assert!(refused > 0, "late ones share");
    assert!(wait(&throttle, "192.0.2.1", 60 * SECOND - 1).is_some(), "not forgotten");
    assert!(wait(&throttle, "192.0.2.1", 60 * SECOND).is_none());
}
