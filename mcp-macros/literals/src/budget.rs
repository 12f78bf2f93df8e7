//! `"$5/day"`, `"1000/hour per server"`.

use std::fmt;

use super::cost::{self, Cost};
use super::{Per, window};

/// What may be spent in any window of `window_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget<'a> {
    /// Above zero.
    pub most: Cost,
    /// In milliseconds, at least 1.
    pub window_ms: u64,
    /// Whose calls are paid from it.
    pub per: Per<'a>,
}

/// Reads a budget; the error says what to write instead.
pub fn parse(text: &str) -> Result<Budget<'_>, String> {
    let (limit, per) = Per::split(text)?;
    let (most, window) = limit.split_once('/').ok_or_else(|| expected(text))?;
    let most = cost::parse(most)?;
    let window_ms = window::parse(window).ok_or_else(|| expected(text))?;
    Ok(Budget { most, window_ms, per })
}

impl fmt::Display for Budget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}{}", self.most, window::display(self.window_ms), self.per)
    }
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
    use crate::duration::LONGEST_MS;
    use crate::per::tests as per;

    proptest! {
        #[test]
        fn amount_and_window_survive(cents in 1..1_000_000_u64, seconds in 1..100_000_u64) {
            let amount = format!("${}.{:02}", cents / 100, cents % 100);
            let most = cost::parse(&amount).expect("an amount");
            let text = format!("{amount}/{seconds}s");
            let budget = Budget { most, window_ms: seconds * 1_000, per: Per::Caller };
            prop_assert_eq!(parse(&text), Ok(budget));
        }

        #[test]
        fn what_is_displayed_is_read_again(
            nanos in 1..=u64::MAX,
            money: bool,
            window_ms in 1..=LONGEST_MS,
            per in per::any(),
        ) {
            let most = Cost { unit: money.then_some('€'), nanos };
            let budget = Budget { most, window_ms, per: per::borrow(&per) };
            let text = budget.to_string();
            prop_assert_eq!(parse(&text), Ok(budget));
        }

        #[test]
        fn no_text_breaks_it(text in "[$]?[0-9.]{0,5}/?[0-9dhmins]{0,6}|\\PC{0,12}") {
            if let Ok(Budget { most, window_ms, .. }) = parse(&text) {
                prop_assert!(most.nanos > 0 && window_ms > 0);
            }
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
            assert_eq!(parse(text), Ok(Budget { most, window_ms, per: Per::Caller }), "{text}");
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
