//! `"$5/day"`, `"1000/hour"`.

use super::cost::{self, Cost};
use super::window;

/// What may be spent in any window of `window_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Budget {
    pub(crate) most: Cost,
    pub(crate) window_ms: u64,
}

/// Reads a budget; the error says what to write instead.
pub(crate) fn parse(text: &str) -> Result<Budget, String> {
    let (most, window) = text.split_once('/').ok_or_else(|| expected(text))?;
    let most = cost::parse(most)?;
    let window_ms = window::parse(window).ok_or_else(|| expected(text))?;
    Ok(Budget { most, window_ms })
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not a budget; write an amount, a slash and a window (a word: second, minute, \
         hour, day; or a duration in d, h, m or min, s, ms), such as \"$5/day\" or \"1000/hour\""
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn amount_and_window_survive(cents in 1..1_000_000_u64, seconds in 1..100_000_u64) {
            let amount = format!("${}.{:02}", cents / 100, cents % 100);
            let most = cost::parse(&amount).expect("an amount");
            prop_assert_eq!(
                parse(&format!("{amount}/{seconds}s")),
                Ok(Budget { most, window_ms: seconds * 1_000 })
            );
        }
    }

    #[test]
    fn words_and_durations() {
        for (text, amount, window_ms) in [
            ("$5/day", "$5", 86_400_000),
            ("1000/hour", "1000", 3_600_000),
            ("0.5/30s", "0.5", 30_000),
            ("$20/30d", "$20", 2_592_000_000),
        ] {
            let most = cost::parse(amount).expect(amount);
            assert_eq!(parse(text), Ok(Budget { most, window_ms }), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "$5", "$5/", "/day", "$0/day", "$5/fortnight", "$5/0s", "$5/day/day", "$5 / day"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
