use std::time::{Duration, Instant};

use crate::auth::oauth::claims::Rules;
use crate::auth::oauth::fingerprint::Fingerprint;
use crate::auth::oauth::kept::Kept;
use crate::auth::{Principal, Rejection};
use crate::clock::Clock;

/// For how long an accepted and a refused token is remembered.
const ACCEPTED: Duration = Duration::from_mins(1);
const REFUSED: Duration = Duration::from_secs(10);
/// How many of each, and of how many bytes together.
const ENTRIES: usize = 10_000;
const BYTES: usize = 16 << 20;

/// What the authorization server says of a token.
pub(super) type Verdict = Result<Principal, Rejection>;

/// The tokens that it was asked about lately.
pub(super) struct Memory {
    accepted: Kept<Principal>,
    /// Apart, so that nobody pushes out what was accepted by making tokens up.
    refused: Kept<Rejection>,
}

impl Memory {
    pub(super) fn new() -> Self {
        Self { accepted: Kept::new(ENTRIES, BYTES), refused: Kept::new(ENTRIES, BYTES) }
    }

    pub(super) fn get(&mut self, token: &Fingerprint, now: Instant) -> Option<Verdict> {
        if let Some(principal) = self.accepted.get(token, now) {
            return Some(Ok(principal));
        }
        self.refused.get(token, now).map(Err)
    }

    pub(super) fn keep(
        &mut self,
        token: Fingerprint,
        verdict: &Verdict,
        rules: &Rules,
        clock: &Clock,
        length: usize,
    ) {
        match verdict {
            Ok(principal) => {
                let until = clock.after(rules.lasts(principal, clock.wall(), ACCEPTED));
                self.accepted.keep(token, principal.clone(), until, length);
            }
            Err(rejection) if rejection.retry_after().is_none() => {
                self.refused.keep(token, rejection.clone(), clock.after(REFUSED), length);
            }
            Err(_) => {}
        }
    }
}
