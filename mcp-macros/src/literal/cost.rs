//! `"$0.002"`, `"3"`: money, or units that the server's owner gives a meaning.

/// An amount to a billionth, exact: prices of a model's tokens are that small, and binary fractions
/// would not add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cost {
    pub(crate) currency: Currency,
    /// Billionths.
    pub(crate) nanos: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    Dollars,
    /// Plain numbers.
    Units,
}

const ONE: u64 = 1_000_000_000;

/// How many digits of a fraction [`ONE`] holds.
const DIGITS: usize = 9;

/// Reads an amount above zero; the error says what to write instead.
pub(crate) fn parse(text: &str) -> Result<Cost, String> {
    let (currency, number) = match text.strip_prefix('$') {
        Some(number) => (Currency::Dollars, number),
        None => (Currency::Units, text),
    };
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
    Ok(Cost { currency, nanos })
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not an amount; write dollars, such as \"$0.002\", or plain units, such as \
         \"3\" or \"0.5\""
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn exact_to_the_last_digit(nanos in 1..=u64::MAX, money: bool) {
            let (sign, currency) =
                if money { ("$", Currency::Dollars) } else { ("", Currency::Units) };
            let text = format!("{sign}{}.{:09}", nanos / ONE, nanos % ONE);
            prop_assert_eq!(parse(&text), Ok(Cost { currency, nanos }));
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
    fn dollars_and_units() {
        for (text, currency, nanos) in [
            ("$0.002", Currency::Dollars, 2_000_000),
            ("$5", Currency::Dollars, 5 * ONE),
            ("$0.000000001", Currency::Dollars, 1),
            ("3", Currency::Units, 3 * ONE),
            ("0.5", Currency::Units, ONE / 2),
        ] {
            assert_eq!(parse(text), Ok(Cost { currency, nanos }), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "$",
            "$ 5",
            "5$",
            "€5",
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
