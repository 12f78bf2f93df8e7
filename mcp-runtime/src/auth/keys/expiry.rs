//! When a key ends: `2027-01-31`, its last day in UTC, or a time as in
//! RFC 3339. To the second.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::clock::calendar;

const DAY: u64 = 86_400;
/// The end of the year 9999.
const LAST: u64 = 253_402_300_800;

/// Seconds since the epoch from which on a key is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Expiry(u64);

impl Expiry {
    /// Reads a date or a time; the error says what to write instead.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        read(text).map(Self).ok_or_else(|| {
            format!(
                "`{}` is no date from 1970 to 9999; write the last day, such as 2027-01-31, or \
                 a time, such as 2027-01-31T18:00:00Z",
                super::parse::shown(text)
            )
        })
    }

    pub(super) fn time(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.0)
    }
}

/// What does not fit becomes earlier.
impl From<SystemTime> for Expiry {
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(since.as_secs().min(LAST))
    }
}

/// As a date where it is the end of one.
impl std::fmt::Display for Expiry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (day, second) = (self.0 / DAY, self.0 % DAY);
        let whole = second == 0 && day > 0;
        let (year, month, date) = calendar::date(if whole { day - 1 } else { day });
        write!(f, "{year:04}-{month:02}-{date:02}")?;
        if whole {
            return Ok(());
        }
        write!(f, "T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
    }
}

fn read(text: &str) -> Option<u64> {
    let day = |text: &str| {
        let (year, month, day) = (number(text, 0, 4)?, number(text, 5, 7)?, number(text, 8, 10)?);
        let shaped = text.len() == 10 && text[4..5] == *"-" && text[7..8] == *"-";
        calendar::day(year, month, day).filter(|_| shaped)
    };
    if !text.is_ascii() {
        return None;
    }
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return Some((day(text)? + 1) * DAY);
    };
    let (hour, minute, second) = (number(time, 0, 2)?, number(time, 3, 5)?, number(time, 6, 8)?);
    if time[2..3] != *":" || time[5..6] != *":" || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let seconds = day(date)? * DAY + hour * 3_600 + minute * 60 + second;
    let seconds = match offset(fraction(&time[8..])?)? {
        (true, ahead) => seconds.checked_sub(ahead)?,
        (false, behind) => seconds + behind,
    };
    (seconds <= LAST).then_some(seconds)
}

/// Passes over a part of a second, which only makes the key end earlier.
fn fraction(text: &str) -> Option<&str> {
    let Some(digits) = text.strip_prefix('.') else { return Some(text) };
    let rest = digits.trim_start_matches(|char: char| char.is_ascii_digit());
    (rest.len() < digits.len()).then_some(rest)
}

/// Whether local time is ahead of UTC, and by how many seconds.
fn offset(text: &str) -> Option<(bool, u64)> {
    let ahead = match text.get(..1)? {
        "Z" | "z" if text.len() == 1 => return Some((true, 0)),
        "+" => true,
        "-" => false,
        _ => return None,
    };
    let (hour, minute) = (number(text, 1, 3)?, number(text, 4, 6)?);
    let shaped = text.len() == 6 && text[3..4] == *":" && hour <= 23 && minute <= 59;
    shaped.then_some((ahead, hour * 3_600 + minute * 60))
}

fn number(text: &str, from: usize, to: usize) -> Option<u64> {
    let digits = text.get(from..to)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_the_last_day() {
        let expiry = Expiry::parse("2027-01-31").unwrap();
        assert_eq!(Expiry::parse("2027-02-01T00:00:00Z"), Ok(expiry));
        assert_eq!(expiry.to_string(), "2027-01-31");
        assert_eq!(Expiry::parse("1970-01-01T00:00:00Z").unwrap().to_string().len(), 20);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "90d",
            "never",
            "2027",
            "2027-1-31",
            "2027-02-29",
            "2027-01-31T",
            "2027-01-31T18:00",
            "2027-01-31T18:00:00",
            "2027-01-31T18:00:00.Z",
            "2027-01-31T18:00:00+0100",
            "2027-01-31T18:00:00+24:00",
            "2027-01-31T18:00:00ZZ",
            "2027-01-31T24:00:00Z",
            "2027-01-31T18:60:00Z",
            "2027-01-31T18:00:60Z",
            "1970-01-01T00:00:00+00:01",
            "1969-12-31",
            "9999-12-31T23:59:59-00:01",
            "2027-01-3é",
            "+027-01-31",
        ] {
            let error = Expiry::parse(text).unwrap_err();
            assert!(error.contains("such as 2027-01-31"), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_displayed_is_read_again(seconds in 0..=LAST) {
            let expiry = Expiry(seconds);
            prop_assert_eq!(Expiry::parse(&expiry.to_string()), Ok(expiry));
            let end = Expiry(seconds.next_multiple_of(DAY));
            prop_assert_eq!(Expiry::parse(&end.to_string()), Ok(end));
        }

        #[test]
        fn times_are_those_of_the_standard(
            text in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-2][0-9]:[0-5][0-9])",
        ) {
            let known = DateTime::parse_from_rfc3339(&text).ok();
            let known = known.and_then(|time| u64::try_from(time.timestamp()).ok());
            let known = known.filter(|seconds| *seconds <= LAST);
            prop_assert_eq!(Expiry::parse(&text).ok(), known.map(Expiry), "{}", text);
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}|[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]?[-+Zz0-9:.]{0,16}") {
            if let Ok(expiry) = Expiry::parse(&text) {
                prop_assert_eq!(Expiry::parse(&expiry.to_string()), Ok(expiry));
            }
        }
    }
}
