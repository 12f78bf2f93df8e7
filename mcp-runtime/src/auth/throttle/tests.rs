mod outcomes;
mod peers;

use std::net::IpAddr;

use super::counters::PEERS;
use super::*;
use crate::auth::Scheme;

const SECOND: Ticks = 1_000_000_000;
const LIMIT: u32 = 3;

fn throttle() -> Throttle {
    Throttle::new(LIMIT, Duration::from_mins(1))
}

fn show<'a>(
    throttle: &'a Throttle,
    origin: Origin,
    text: &str,
    now: Ticks,
) -> Result<Trial<'a>, Ticks> {
    throttle.begin(origin, &Credential::new(Scheme::Bearer, text), now)
}

fn begin<'a>(
    throttle: &'a Throttle,
    peer: &str,
    text: &str,
    now: Ticks,
) -> Result<Trial<'a>, Ticks> {
    show(throttle, Origin::Address(peer.parse().unwrap()), text, now)
}

fn fail(throttle: &Throttle, peer: &str, text: &str, now: Ticks) {
    begin(throttle, peer, text, now).expect("there is room").failed(now);
}

/// The wait, where there is one.
fn wait(throttle: &Throttle, peer: &str, now: Ticks) -> Option<Ticks> {
    begin(throttle, peer, "another", now).map(|trial| trial.expired(now)).err()
}
