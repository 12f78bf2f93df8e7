use std::sync::Arc;
use std::time::{Duration, Instant};

use super::missing::Missing;
use super::set::Found;
use super::{Key, KeySet, Wanted};
use crate::auth::Rejection;

/// For how long keys are used when newer ones cannot be had.
const TOO_OLD: Duration = Duration::from_hours(24);
/// The shortest time between two fetches, whatever tokens are shown.
const PAUSE: Duration = Duration::from_secs(30);
/// The same while there are no keys at all.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// What is known of the keys of an issuer.
#[derive(Default)]
pub(super) struct State {
    pub(super) keys: Option<(KeySet, Instant)>,
    /// When the last fetch began.
    pub(super) began: Option<Instant>,
    pub(super) fetching: bool,
    /// Whether the last fetch that ended brought nothing.
    pub(super) failed: bool,
    pub(super) missing: Missing,
    /// How often the keys were exchanged.
    pub(super) version: u64,
}

impl State {
    /// The keys and their age, unless they are too old.
    pub(super) fn usable(&self, now: Instant) -> Option<(&KeySet, Duration)> {
        let (keys, fetched) = self.keys.as_ref()?;
        let age = now.saturating_duration_since(*fetched);
        (age < TOO_OLD).then_some((keys, age))
    }

    pub(super) fn due(&self, now: Instant) -> bool {
        !self.fetching && self.pause(now).is_zero()
    }

    /// How long no fetch may begin.
    fn pause(&self, now: Instant) -> Duration {
        let pause = if self.usable(now).is_some() { PAUSE } else { FIRST_PAUSE };
        let since = |began| now.saturating_duration_since(began);
        self.began.map_or(Duration::ZERO, |began| pause.saturating_sub(since(began)))
    }

    /// The answer of what is there.
    pub(super) fn settle(
        &self,
        wanted: Wanted<'_>,
        now: Instant,
    ) -> Result<(Vec<Arc<Key>>, u64), Rejection> {
        let later = || Rejection::unavailable(self.pause(now).max(Duration::from_secs(1)));
        let Some((keys, _)) = self.usable(now) else { return Err(later()) };
        match keys.find(wanted) {
            // It may have been published since. Until that can be found out
            // nobody is refused, and nobody has guessed wrong: counted as
            // failures, the first calls after a rotation would lock out whoever
            // shares an address. A peer gains nothing by it: each such token
            // takes up its room for guesses for 10 s, and costs no fetch and no
            // signature.
            Found::None if self.failed || self.fetching || !self.missing.is_nowhere(wanted) => {
                Err(later())
            }
            found => Ok((found.keys()?, self.version)),
        }
    }
}
