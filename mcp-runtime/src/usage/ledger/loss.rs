use crate::clock::Timestamp;

/// Counts records that could not be written, and says when to complain.
#[derive(Debug, Default)]
pub(super) struct Losses {
    unreported: u64,
    reported: Option<Timestamp>,
}

const MINUTE: u64 = 60_000;

impl Losses {
    /// One more; how many to complain about now, at most once a minute.
    pub(super) fn add(&mut self, now: Timestamp) -> Option<u64> {
        self.unreported += 1;
        let quiet = self.reported.is_some_and(|last| now.millis().abs_diff(last.millis()) < MINUTE);
        if quiet {
            return None;
        }
        self.reported = Some(now);
        Some(std::mem::take(&mut self.unreported))
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
}
