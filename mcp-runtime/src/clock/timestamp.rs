//! RFC 3339 in UTC with milliseconds, `2026-11-22T10:00:00.123Z`.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::clock::calendar;

/// Milliseconds since the Unix epoch, none before it nor after the year 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Timestamp(u64);

const DAY: u64 = 86_400_000;
const LAST: u64 = 253_402_300_799_999;

impl Timestamp {
    pub(crate) fn millis(self) -> u64 {
        self.0
    }

    pub(crate) fn after(self, duration: Duration) -> Self {
        let millis = u64::try_from(duration.as_millis()).unwrap_or(LAST);
        Self(self.0.saturating_add(millis).min(LAST))
    }

    /// Reads exactly what `Display` writes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        const SHAPE: &[u8; 24] = b"0000-00-00T00:00:00.000Z";
        let fits = text.len() == SHAPE.len()
            && text.bytes().zip(SHAPE).all(|(byte, shape)| match shape {
                b'0' => byte.is_ascii_digit(),
                _ => byte == *shape,
            });
        if !fits {
            return None;
        }
        let number = |from: usize, to: usize| text[from..to].parse::<u64>().ok();
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = hour * 3_600 + minute * 60 + second;
        let day = calendar::day(year, month, day)?;
        Some(Self(day * DAY + seconds * 1_000 + number(20, 23)?))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(0).after(since)
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        UNIX_EPOCH + Duration::from_millis(time.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = calendar::date(self.0 / DAY);
        let millis = self.0 % DAY;
        let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
        let (second, milli) = (millis / 1_000 % 60, millis % 1_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, SecondsFormat};
    use proptest::prelude::*;

    use super::*;

    fn reference(millis: u64) -> String {
        let millis = i64::try_from(millis).expect("a year below 10000");
        let time = DateTime::from_timestamp_millis(millis).expect("a year below 10000");
        time.to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    #[test]
    fn every_day_is_the_calendars() {
        // The calendar repeats; the last day is that of the format.
        for day in (0..=calendar::ERA).chain(LAST / DAY - calendar::ERA..=LAST / DAY) {
            let time = Timestamp(day * DAY);
            let text = time.to_string();
            assert_eq!(text, reference(time.0));
            assert_eq!(Timestamp::parse(&text), Some(time));
        }
    }

    #[test]
    fn what_has_no_place_in_the_format_is_the_nearest_that_has() {
        let before = UNIX_EPOCH - Duration::from_secs(5);
        assert_eq!(Timestamp::from(before).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp(0).after(Duration::MAX).to_string(), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn only_this_format_is_read() {
        for text in [
            "",
            "2026-11-22T10:00:00Z",
            "2026-11-22T10:00:00.123+00:00",
            "2026-11-22 10:00:00.123Z",
            "2026-13-22T10:00:00.123Z",
            "2026-00-22T10:00:00.123Z",
            "2026-02-29T10:00:00.123Z",
            "2026-02-00T10:00:00.123Z",
            "2026-11-22T24:00:00.123Z",
            "2026-11-22T10:60:00.123Z",
            "2026-11-22T10:00:60.123Z",
            "1969-12-31T23:59:59.999Z",
            "2026-11-22T10:00:00.12éZ",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_millisecond_is_written_and_read(millis in 0..=LAST) {
            let text = Timestamp(millis).to_string();
            prop_assert_eq!(&text, &reference(millis));
            prop_assert_eq!(Timestamp::parse(&text), Some(Timestamp(millis)));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z") {
            if let Some(time) = Timestamp::parse(&text) {
                prop_assert_eq!(time.to_string(), text);
            }
        }
    }
}
