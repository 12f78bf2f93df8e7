//! `"$0.002"`, `"€1"`, `"3"`: money, or units that the server's owner gives a meaning.

use std::fmt;

/// An amount to a billionth, exact: prices of a model's tokens are that small, and binary fractions
/// would not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Billionths, at least 1.
    pub nanos: u64,
    /// The sign of a currency; none for plain numbers.
    pub unit: Option<char>,
}

const ONE: u64 = 1_000_000_000;

/// How many digits of a fraction [`ONE`] holds.
const DIGITS: usize = 9;

/// Reads an amount above zero; the error says what to write instead.
pub fn parse(text: &str) -> Result<Cost, String> {
    let unit = text.chars().next().filter(|sign| is_currency(*sign));
    let number = &text[unit.map_or(0, char::len_utf8)..];
    let (whole, fraction) = match number.split_once('.') {
        Some((_, "")) => return Err(expected(text)),
        Some((whole, fraction)) => (whole, fraction),
        None => (number, ""),
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(fraction) {
        return Err(expected(text));
    }
    if fraction.len() > DIGITS {
        return Err(format!("`{text}` is finer than a billionth; write at most {DIGITS} decimals"));
    }
    let nanos = whole
        .parse::<u64>()
        .ok()
        .and_then(|whole| whole.checked_mul(ONE))
        .zip(format!("{fraction:0<DIGITS$}").parse().ok())
        .and_then(|(whole, fraction)| whole.checked_add(fraction))
        .ok_or_else(|| format!("`{text}` is more than 18 billion"))?;
    if nanos == 0 {
        return Err(format!("`{text}` is nothing; write an amount above zero"));
    }
    Ok(Cost { nanos, unit })
}

/// Signs of currencies: those of Latin-1 and Unicode's block of the others.
fn is_currency(sign: char) -> bool {
    matches!(sign, '$' | '£' | '¥' | '\u{20a0}'..='\u{20c0}')
}

/// Money has two decimals at least, or none: `$0.50`, `$5`, `0.5`.
impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fraction = format!("{:0DIGITS$}", self.nanos % ONE);
        let digits = match (fraction.trim_end_matches('0').len(), self.unit) {
            (1, Some(_)) => 2,
            (digits, _) => digits,
        };
        if let Some(sign) = self.unit {
            write!(f, "{sign}")?;
        }
        write!(f, "{}", self.nanos / ONE)?;
        if digits > 0 { write!(f, ".{}", &fraction[..digits]) } else { Ok(()) }
    }
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not an amount; write money, such as \"$0.002\" or \"€1\", or plain \
         units, such as \"3\" or \"0.5\""
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn exact_to_the_last_digit(nanos in 1..=u64::MAX, money: bool) {
            let (sign, unit) = if money { ("$", Some('$')) } else { ("", None) };
            let text = format!("{sign}{}.{:09}", nanos / ONE, nanos % ONE);
            let cost = Cost { nanos, unit };
            prop_assert_eq!(parse(&text), Ok(cost));
            prop_assert_eq!(parse(&cost.to_string()), Ok(cost));
        }

        #[test]
        fn zeros_at_the_end_mean_nothing(whole in 0..1_000_u64, cents in 1..100_u64) {
            let text = format!("${whole}.{cents:02}");
            prop_assert_eq!(parse(&text), parse(&format!("{text}00")));
        }

        #[test]
        fn no_text_breaks_it(text in "[$]?[0-9]{0,12}[.]?[0-9]{0,12}|\\PC{0,12}") {
            if let Ok(cost) = parse(&text) {
                prop_assert!(cost.nanos > 0);
            }
        }
    }

    #[test]
    fn money_and_units() {
        for (text, unit, nanos) in [
            ("$0.002", Some('$'), 2_000_000),
            ("$5", Some('$'), 5 * ONE),
            ("$0.50", Some('$'), ONE / 2),
            ("$0.000000001", Some('$'), 1),
            ("€1", Some('€'), ONE),
            ("£0.10", Some('£'), ONE / 10),
            ("3", None, 3 * ONE),
            ("0.5", None, ONE / 2),
        ] {
            let cost = Cost { nanos, unit };
            assert_eq!(parse(text), Ok(cost));
            assert_eq!(cost.to_string(), text);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "$",
            "$ 5",
            "5$",
            "5€",
            "€$5",
            "¤5",
            "-1",
            "$-1",
            "+1",
            "$.5",
            "$5.",
            "1e3",
            "1_000",
            "$1,50",
            "1.2.3",
            "$0",
            "0.0",
            "0.0000000001",
            "18446744074",
            "99999999999999999999",
            "$5/day",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
