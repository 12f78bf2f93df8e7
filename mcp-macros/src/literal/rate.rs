//! `"60/min"`, `"5/2s"`, `"1000000/day"`.

use super::window;

/// At most `count` calls in any window of `window_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) count: u64,
    pub(crate) window_ms: u64,
}

/// Reads a rate; the error says what to write instead.
pub(crate) fn parse(text: &str) -> Result<Rate, String> {
    let (count, window) = text.split_once('/').ok_or_else(|| expected(text))?;
    if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(expected(text));
    }
    let count = count
        .parse::<u64>()
        .map_err(|_| format!("`{text}` counts more calls than 64 bits hold"))?;
    if count == 0 {
        return Err(format!("`{text}` allows no call at all; write at least 1"));
    }
    let window_ms = window::parse(window).ok_or_else(|| expected(text))?;
    Ok(Rate { count, window_ms })
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

    proptest! {
        #[test]
        fn count_and_window_survive(count in 1..=u64::MAX, seconds in 1..100_000_u64) {
            let rate = Rate { count, window_ms: seconds * 1_000 };
            prop_assert_eq!(parse(&format!("{count}/{seconds}s")), Ok(rate));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9]{0,3}/?[0-9dhmins]{0,6}|\\PC{0,12}") {
            if let Ok(Rate { count, window_ms }) = parse(&text) {
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
            assert_eq!(parse(text), Ok(Rate { count, window_ms }), "{text}");
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
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
