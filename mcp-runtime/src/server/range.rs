//! Settings that are taken as they are, or refused: one that was replaced by
//! another would be found out by its effects.

use std::ops::RangeInclusive;
#[cfg(feature = "http")]
use std::time::Duration;

use super::ServerBuilder;

/// Longer than anybody waits, and short enough to be added to any instant.
#[cfg(feature = "http")]
const YEAR: Duration = Duration::from_hours(365 * 24);

impl ServerBuilder {
    /// Notes that a count is out of its range.
    pub(super) fn check_count(
        &mut self,
        setting: &str,
        count: usize,
        range: RangeInclusive<usize>,
    ) {
        if !range.contains(&count) {
            let (least, most) = range.into_inner();
            self.problems.add(format!("`.{setting}({count})` must be from {least} to {most}"));
        }
    }

    /// Notes that nothing at all is allowed.
    pub(super) fn check_some(&mut self, setting: &str, count: usize) {
        if count == 0 {
            self.problems.add(format!("`.{setting}(0)` must be at least 1"));
        }
    }

    /// Notes that nobody could keep to a time, or that it never ends.
    #[cfg(feature = "http")]
    pub(super) fn check_time(&mut self, setting: &str, time: Duration) {
        if time.is_zero() || time > YEAR {
            self.problems
                .add(format!("`.{setting}(..)` must be longer than zero, and at most a year"));
        }
    }
}
