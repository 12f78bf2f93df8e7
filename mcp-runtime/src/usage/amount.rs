use std::fmt;

/// An amount of money, or of units of the user's own.
///
/// It is exact: a whole number of billionths. `Display` writes it as an
/// operator would, `$0.002` or `12.5`; money has two digits after the point
/// where it has any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    nanos: u64,
    unit: Option<char>,
}

const NANOS: u64 = 1_000_000_000;
const DIGITS: usize = 9;

impl Amount {
    /// `nanos` billionths of `unit`.
    pub const fn new(nanos: u64, unit: Option<char>) -> Self {
        Self { nanos, unit }
    }

    /// Billionths of the unit.
    pub const fn nanos(self) -> u64 {
        self.nanos
    }

    /// A currency sign; none for plain units.
    pub const fn unit(self) -> Option<char> {
        self.unit
    }

    /// The number without its unit, in as few digits as tell it exactly.
    pub(crate) fn decimal(self) -> impl fmt::Display {
        Decimal { nanos: self.nanos, at_least: 0 }
    }

    /// Reads what [`decimal`](Self::decimal) wrote.
    pub(crate) fn parse(decimal: &str, unit: Option<char>) -> Option<Self> {
        let (whole, fraction) = match decimal.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, fraction),
            None => (decimal, ""),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || fraction.len() > DIGITS || !digits(whole) || !digits(fraction) {
            return None;
        }
        let nanos = format!("{fraction:0<DIGITS$}").parse::<u64>().ok()?;
        let nanos = whole.parse::<u64>().ok()?.checked_mul(NANOS)?.checked_add(nanos)?;
        Some(Self { nanos, unit })
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(unit) = self.unit {
            write!(f, "{unit}")?;
        }
        let at_least = if self.unit.is_some() { 2 } else { 0 };
        Decimal { nanos: self.nanos, at_least }.fmt(f)
    }
}

struct Decimal {
    nanos: u64,
    /// Digits after the point where there are any.
    at_least: usize,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.nanos / NANOS)?;
        let mut fraction = self.nanos % NANOS;
        if fraction == 0 {
            return Ok(());
        }
        let mut digits = DIGITS;
        while fraction.is_multiple_of(10) && digits > self.at_least {
            fraction /= 10;
            digits -= 1;
        }
        write!(f, ".{fraction:0digits$}")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_reads_as_an_operator_writes_it() {
        for (nanos, money, plain) in [
            (0, "$0", "0"),
            (1, "$0.000000001", "0.000000001"),
            (2_000_000, "$0.002", "0.002"),
            (500_000_000, "$0.50", "0.5"),
            (12_500_000_000, "$12.50", "12.5"),
            (5_000_000_000, "$5", "5"),
        ] {
            assert_eq!(Amount::new(nanos, Some('$')).to_string(), money);
            assert_eq!(Amount::new(nanos, None).to_string(), plain);
            assert_eq!(Amount::new(nanos, Some('$')).decimal().to_string(), plain);
        }
    }

    #[test]
    fn only_plain_decimals_are_amounts() {
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1.0000000001", "1 ", "0x1", "1.2.3"] {
            assert_eq!(Amount::parse(text, None), None, "{text:?}");
        }
        assert_eq!(Amount::parse("18446744073.709551615", None), Some(Amount::new(u64::MAX, None)));
        assert_eq!(Amount::parse("18446744073.709551616", None), None, "too large");
    }

    proptest! {
        #[test]
        fn every_amount_is_read_back(nanos: u64) {
            let amount = Amount::new(nanos, Some('€'));
            prop_assert_eq!(Amount::parse(&amount.decimal().to_string(), Some('€')), Some(amount));
        }
    }
}
