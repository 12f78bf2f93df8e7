//! `"5/30s"`.

use std::fmt;

use super::window;

/// So many failures within `window_ms` open the breaker for as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breaker {
    /// At least 1.
    pub failures: u32,
    /// In milliseconds, at least 1.
    pub window_ms: u64,
}

/// Reads a breaker; the error says what to write instead.
pub fn parse(text: &str) -> Result<Breaker, String> {
    let (failures, window) = text.split_once('/').ok_or_else(|| expected(text))?;
    if failures.is_empty() || !failures.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(expected(text));
    }
    let failures = failures
        .parse::<u32>()
        .map_err(|_| format!("`{text}` waits for more than {} failures", u32::MAX))?;
    if failures == 0 {
        return Err(format!("`{text}` opens before anything failed; write at least 1"));
    }
    let window_ms = window::parse(window).ok_or_else(|| expected(text))?;
    Ok(Breaker { failures, window_ms })
}

impl fmt::Display for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.failures, window::display(self.window_ms))
    }
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not a breaker; write a number of failures, a slash and the time in which they \
         count, such as \"5/30s\""
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::duration::LONGEST_MS;

    proptest! {
        #[test]
        fn what_is_displayed_is_read_again(failures in 1..=u32::MAX, window_ms in 1..=LONGEST_MS) {
            let breaker = Breaker { failures, window_ms };
            prop_assert_eq!(parse(&breaker.to_string()), Ok(breaker));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9]{0,3}/?[0-9dhmins]{0,6}|\\PC{0,12}") {
            if let Ok(Breaker { failures, window_ms }) = parse(&text) {
                prop_assert!(failures > 0 && window_ms > 0);
            }
        }
    }

    #[test]
    fn examples() {
        assert_eq!(parse("5/30s"), Ok(Breaker { failures: 5, window_ms: 30_000 }));
        assert_eq!(parse("3/min"), Ok(Breaker { failures: 3, window_ms: 60_000 }));
        for text in ["", "5", "5/", "/30s", "0/30s", "5/0s", "5 / 30s", "-1/s", "4294967296/s"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
