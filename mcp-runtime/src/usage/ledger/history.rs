use std::time::Duration;

use crate::clock::Timestamp;

/// What was spent when, oldest first, in 128 buckets a window.
///
/// A bucket has the time of the latest amount in it, so that nothing leaves
/// the window too early.
#[derive(Debug, Default)]
pub(super) struct History(Vec<(Timestamp, u64)>);

/// Buckets in a window.
const COUNT: u64 = 128;

impl History {
    /// Books an amount in the bucket of its time.
    pub(super) fn add(&mut self, at: Timestamp, nanos: u64, window: Duration) {
        let width = millis(window).div_ceil(COUNT).max(1);
        let bucket = |time: Timestamp| time.millis() / width;
        // Nearly always the last one.
        let after = self.0.iter().rposition(|(time, _)| bucket(*time) <= bucket(at));
        match after.map(|index| &mut self.0[index]) {
            Some((latest, sum)) if bucket(*latest) == bucket(at) => {
                *latest = at.max(*latest);
                *sum = sum.saturating_add(nanos);
            }
            _ => self.0.insert(after.map_or(0, |index| index + 1), (at, nanos)),
        }
    }

    /// Forgets what is further from `now` than the window, on either side: a
    /// clock that was wrong by more must not count for ever.
    pub(super) fn prune(&mut self, now: Timestamp, window: Duration) {
        self.0.retain(|(at, _)| now.millis().abs_diff(at.millis()) < millis(window));
    }

    pub(super) fn entries(&self) -> &[(Timestamp, u64)] {
        &self.0
    }

    /// What was spent when, in at most so many sums, each with the time of the
    /// latest amount in it: none counts shorter than it should.
    pub(super) fn summed(&self, most: usize) -> impl Iterator<Item = (Timestamp, u64)> {
        let millis = |entry: Option<&(Timestamp, u64)>| entry.map_or(0, |(at, _)| at.millis());
        let span = millis(self.0.last()).saturating_sub(millis(self.0.first()));
        // So wide that the span meets no more of them than may be.
        let width = match most as u64 {
            0 | 1 => u64::MAX,
            most => span.div_ceil(most - 1).max(1),
        };
        let together = move |one: &(Timestamp, u64), next: &(Timestamp, u64)| {
            one.0.millis() / width == next.0.millis() / width
        };
        self.0.chunk_by(together).filter_map(|sums| Some((sums.last()?.0, sum(sums))))
    }

    pub(super) fn total(&self) -> u64 {
        sum(&self.0)
    }
}

fn sum(entries: &[(Timestamp, u64)]) -> u64 {
    entries.iter().fold(0, |sum, (_, nanos)| sum.saturating_add(*nanos))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
