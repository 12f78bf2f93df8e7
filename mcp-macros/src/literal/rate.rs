//! `"60/min"`, `"5/2s"`, `"1000000/day"`.

use super::duration;

/// At most `count` calls in any window of `window_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) count: u64,
    pub(crate) window_ms: u64,
}

/// Windows written as a word; a number and a unit of [`duration`] are the general form.
const WORDS: &[(&str, u64)] = &[
    ("ms", 1),
    ("s", 1_000),
    ("sec", 1_000),
    ("second", 1_000),
    ("m", 60_000),
    ("min", 60_000),
    ("minute", 60_000),
    ("h", 3_600_000),
    ("hour", 3_600_000),
    ("d", 86_400_000),
    ("day", 86_400_000),
];

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
    let window_ms = match WORDS.iter().find(|(word, _)| *word == window) {
        Some((_, millis)) => *millis,
        None => duration::parse(window).map_err(|_| expected(text))?,
    };
    Ok(Rate { count, window_ms })
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not a rate; write a count, a slash and a window, such as \"60/min\", \"5/2s\" \
         or \"1000/day\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
