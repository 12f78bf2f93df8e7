use crate::clock::Timestamp;

/// Counts records that could not be written, and says when to complain.
#[derive(Debug, Default)]
pub(super) struct Losses {
    unreported: u64,
    reported: Option<Timestamp>,
    /// Since it was last said that records are written again.
    all: u64,
    /// That is still to be said.
    complained: bool,
}

const MINUTE: u64 = 60_000;

impl Losses {
    /// One more; how many to complain about now, at most once a minute.
    pub(super) fn add(&mut self, now: Timestamp) -> Option<u64> {
        self.unreported += 1;
        self.all += 1;
        let quiet = self.reported.is_some_and(|last| now.millis().abs_diff(last.millis()) < MINUTE);
        if quiet {
            return None;
        }
        self.reported = Some(now);
        self.complained = true;
        Some(std::mem::take(&mut self.unreported))
    }

    /// A record was written; how many were not before, where that was
    /// complained about.
    pub(super) fn over(&mut self) -> Option<u64> {
        if !std::mem::take(&mut self.complained) {
            return None;
        }
        self.unreported = 0;
        Some(std::mem::take(&mut self.all))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn it_complains_at_once_and_then_once_a_minute() {
        let start = Timestamp::from(UNIX_EPOCH + Duration::from_hours(1));
        let at = |seconds| start.after(Duration::from_secs(seconds));
        let mut losses = Losses::default();
        assert_eq!(losses.add(at(0)), Some(1));
        assert_eq!(losses.add(at(1)), None);
        assert_eq!(losses.add(at(59)), None);
        assert_eq!(losses.add(at(60)), Some(3));
        assert_eq!(losses.add(at(61)), None);
        assert_eq!(losses.add(start), Some(2), "the clock was set back");
    }
    #[test]
    fn the_end_is_said_once_for_each_complaint() {
        let start = Timestamp::from(UNIX_EPOCH + Duration::from_hours(1));
        let at = |seconds| start.after(Duration::from_secs(seconds));
        let mut losses = Losses::default();
        assert_eq!(losses.over(), None);
        assert_eq!((losses.add(at(0)), losses.add(at(1))), (Some(1), None));
        assert_eq!((losses.over(), losses.over()), (Some(2), None));
        assert_eq!(losses.add(at(2)), None);
        assert_eq!(losses.over(), None, "a disk that comes and goes does not fill the log");
        assert_eq!(losses.add(at(61)), Some(2));
        assert_eq!(losses.over(), Some(2));
    }
}
