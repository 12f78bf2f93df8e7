//! Whom a failure counts for.

use super::super::peer::UNCERTAIN;
use super::*;

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
fn invented_peers_neither_grow_the_room_nor_free_a_real_one() {
    let throttle = throttle();
    for guess in ["a", "b", "c"] {
        fail(&throttle, "192.0.2.1", guess, 0);
    }
    let mut refused = 0;
    for number in 0..4 * u32::try_from(PEERS).unwrap() {
        let peer = Origin::Address(IpAddr::from(number.to_be_bytes()));
        let trial = show(&throttle, peer, &number.to_string(), 1);
        refused += u32::from(trial.map(|trial| trial.failed(1)).is_err());
    }
    assert!(throttle.peers.peers.len() <= PEERS);
    assert!(refused > 0, "late ones share");
    assert!(wait(&throttle, "192.0.2.1", 60 * SECOND - 1).is_some(), "not forgotten");
    assert!(wait(&throttle, "192.0.2.1", 60 * SECOND).is_none());
}

#[test]
fn whoever_has_no_address_is_a_peer_too() {
    for (origin, other) in [
        (Origin::Local(Some(33)), Origin::Local(Some(34))),
        (Origin::Local(Some(0)), Origin::Local(None)),
        (Origin::Local(None), Origin::Unknown),
        (Origin::Unknown, Origin::Address(IpAddr::from([0; 16]))),
    ] {
        let throttle = throttle();
        for guess in ["a", "b", "c"] {
            show(&throttle, origin, guess, 0).unwrap().failed(0);
        }
        assert_eq!(show(&throttle, origin, "d", 0).err(), Some(60 * SECOND), "{origin:?}");
        assert!(show(&throttle, other, "d", 0).is_ok(), "{other:?}");
    }
    let throttle = throttle();
    for guess in 0..100 {
        show(&throttle, Origin::Process, &guess.to_string(), 0).unwrap().failed(0);
    }
}

#[test]
fn a_site_has_to_wait_before_its_networks_take_up_the_room() {
    let throttle = throttle();
    let mut refused = 0;
    for network in 0..=u16::MAX {
        let peer = Origin::Address(format!("2001:db8:0:{network:x}::1").parse().unwrap());
        let trial = show(&throttle, peer, &network.to_string(), 0);
        refused += u32::from(trial.map(|trial| trial.failed(0)).is_err());
    }
    assert_eq!(refused, 65_536 - 10 * LIMIT);
    assert_eq!(throttle.peers.peers.len(), 10 * LIMIT as usize, "the others got no counter");
    assert_eq!(wait(&throttle, "2001:db8::1", 0), Some(60 * SECOND));
    for other in ["2001:db8:1::1", "192.0.2.1"] {
        assert_eq!(wait(&throttle, other, 0), None, "{other}");
    }
    assert_eq!(wait(&throttle, "2001:db8::1", 60 * SECOND), None);
}

#[test]
fn what_one_network_may_not_try_is_not_held_against_its_site() {
    let throttle = throttle();
    let network = |number: u32| format!("2001:db8:0:{number:x}::1");
    for guess in ["a", "b", "c"] {
        fail(&throttle, &network(0), guess, 0);
    }
    for number in 0..1_000 {
        assert!(begin(&throttle, &network(0), &number.to_string(), 0).is_err());
    }
    for number in 1..10 {
        for guess in ["a", "b", "c"] {
            let guess = format!("{guess}{number}");
            begin(&throttle, &network(number), &guess, 0).expect("there is room").uncertain(0);
        }
    }
    // Nor does such a refusal give up the room that another keeps.
    assert!(begin(&throttle, &network(0), "a1", 0).is_err());
    assert_eq!(wait(&throttle, &network(10), 0), Some(UNCERTAIN));
}

#[test]
fn a_stale_credential_of_one_network_counts_once_for_its_site() {
    let throttle = throttle();
    for _ in 0..100 {
        fail(&throttle, "2001:db8::1", "stale", 0);
    }
    assert_eq!(wait(&throttle, "2001:db8:0:1::1", 0), None);
}
