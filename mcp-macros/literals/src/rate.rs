//! `"60/min"`, `"5/2s"`, `"1000000/day per server"`.

use std::fmt;

use super::{Per, window};

/// At most `count` calls in any window of `window_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate<'a> {
    /// At least 1.
    pub count: u32,
    /// In milliseconds, at least 1.
    pub window_ms: u64,
    /// Whose calls count together.
    pub per: Per<'a>,
}

/// Reads a rate; the error says what to write instead.
pub fn parse(text: &str) -> Result<Rate<'_>, String> {
    let (limit, per) = Per::split(text)?;
    let (count, window) = limit.split_once('/').ok_or_else(|| expected(text))?;
    if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(expected(text));
    }
    let count = count
        .parse::<u32>()
        .map_err(|_| format!("`{text}` counts too many calls; write at most {}", u32::MAX))?;
    if count == 0 {
        return Err(format!("`{text}` allows no call at all; write at least 1"));
    }
    let window_ms = window::parse(window).ok_or_else(|| expected(text))?;
    Ok(Rate { count, window_ms, per })
}

impl fmt::Display for Rate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}{}", self.count, window::display(self.window_ms), self.per)
    }
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not a rate; write a count, a slash and a window (a word: second, minute, hour, \
         day; or a duration in d, h, m or min, s, ms), such as \"60/min\", \"5/2s\" or \"1000/day\""
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::duration::LONGEST_MS;
    use crate::per::tests as per;

    proptest! {
        #[test]
        fn count_and_window_survive(count in 1..=u32::MAX, seconds in 1..100_000_u64) {
            let rate = Rate { count, window_ms: seconds * 1_000, per: Per::Caller };
            let text = format!("{count}/{seconds}s");
            prop_assert_eq!(parse(&text), Ok(rate));
        }

        #[test]
        fn what_is_displayed_is_read_again(
            count in 1..=u32::MAX,
            window_ms in 1..=LONGEST_MS,
            per in per::any(),
        ) {
            let rate = Rate { count, window_ms, per: per::borrow(&per) };
            let text = rate.to_string();
            prop_assert_eq!(parse(&text), Ok(rate));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9]{0,3}/?[0-9dhmins]{0,6}|\\PC{0,12}") {
            if let Ok(Rate { count, window_ms, .. }) = parse(&text) {
                prop_assert!(count > 0 && window_ms > 0);
            }
        }
    }

    #[test]
    fn words_and_durations() {
        for (text, count, window_ms) in [
            ("60/min", 60, 60_000),
            ("5/2s", 5, 2_000),
            ("1000000/day", 1_000_000, 86_400_000),
            ("1/s", 1, 1_000),
            ("10/250ms", 10, 250),
            ("3/hour", 3, 3_600_000),
            ("7/30d", 7, 2_592_000_000),
            ("5/30s", 5, 30_000),
            ("5/1m30s", 5, 90_000),
        ] {
            assert_eq!(parse(text), Ok(Rate { count, window_ms, per: Per::Caller }), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "60",
            "60/",
            "/min",
            "0/min",
            "60/0s",
            "60 / min",
            "-1/min",
            "60/min/min",
            "6e1/min",
            "60/fortnight",
            "99999999999999999999/min",
            "4294967296/min",
            "60/min per",
            "60/min per day",
            "60/min  per server",
            "60/min per server ",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
