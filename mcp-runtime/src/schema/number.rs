//! Numbers as JSON Schema sees them: mathematical values, whatever their spelling.

use std::cmp::Ordering;

use serde_json::Number;

/// 2^127: floats from here on do not fit an `i128`, and all of them are integers.
const I128_END: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;

/// A JSON number in one canonical form: equal numbers have equal forms, so `1`, `1.0` and `1e0` are one value.
///
/// An `f64` alone would merge neighbours beyond 2^53, which is where database identifiers live.
#[derive(Debug, Clone, Copy)]
pub(super) enum Num {
    /// Any integer that fits.
    Int(i128),
    /// A number with a fraction, or one of at least 2^127 in magnitude.
    Float(f64),
}

impl Num {
    pub(super) fn of(number: &Number) -> Self {
        number.as_i128().map_or_else(|| Self::from_f64(finite(number)), Self::Int)
    }

    #[expect(clippy::cast_possible_truncation, reason = "integral and within the range of i128")]
    fn from_f64(float: f64) -> Self {
        if float.fract() == 0.0 && float.abs() < I128_END {
            Self::Int(float as i128)
        } else {
            Self::Float(float)
        }
    }

    pub(super) fn is_integer(self) -> bool {
        match self {
            Self::Int(_) => true,
            Self::Float(float) => float.fract() == 0.0,
        }
    }

    pub(super) fn is_positive(self) -> bool {
        self > Self::Int(0)
    }
}

impl PartialEq for Num {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Num {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (*self, *other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(&b)),
            (Self::Float(a), Self::Float(b)) => a.partial_cmp(&b),
            (Self::Int(a), Self::Float(b)) => Some(int_to_float(a, b)),
            (Self::Float(a), Self::Int(b)) => Some(int_to_float(b, a).reverse()),
        }
    }
}

/// `float` is in canonical form: it has a fraction, or it is beyond every `i128`.
#[expect(clippy::cast_possible_truncation, reason = "a float with a fraction is below 2^53")]
fn int_to_float(int: i128, float: f64) -> Ordering {
    if float >= I128_END {
        Ordering::Less
    } else if float <= -I128_END {
        Ordering::Greater
    } else if int <= float.floor() as i128 {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// The number as a float; infinite only where a build with `serde_json/arbitrary_precision` reads `1e999`.
fn finite(number: &Number) -> f64 {
    number.as_f64().unwrap_or_else(|| {
        if number.to_string().starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }
    })
}

/// The operand of `multipleOf`.
///
/// Division is exact in decimal, the notation that the author wrote: 0.3 is a multiple of 0.1, although the nearest
/// floats of the two disagree.
#[derive(Debug, Clone)]
pub(super) struct Divisor(Decimal);

impl Divisor {
    /// `None` unless the number is above zero.
    pub(super) fn new(number: &Number) -> Option<Self> {
        Num::of(number).is_positive().then(|| Decimal::of(number))?.map(Self)
    }

    pub(super) fn divides(&self, number: &Number) -> bool {
        Decimal::of(number).is_some_and(|number| number.is_multiple_of(&self.0))
    }
}

/// `mantissa * 10^exponent`; the sign does not matter to divisibility.
#[derive(Debug, Clone)]
struct Decimal {
    mantissa: u128,
    exponent: i32,
}

impl Decimal {
    fn of(number: &Number) -> Option<Self> {
        if let Some(int) = number.as_i128() {
            return Some(Self { mantissa: int.unsigned_abs(), exponent: 0 });
        }
        let float = number.as_f64()?;
        // The shortest digits that read back as the same float: what the author wrote.
        let text = format!("{:e}", float.abs());
        let (digits, exponent) = text.split_once('e')?;
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let exponent: i32 = exponent.parse().ok()?;
        Some(Self {
            mantissa: format!("{whole}{fraction}").parse().ok()?,
            exponent: exponent - i32::try_from(fraction.len()).ok()?,
        })
    }

    fn is_multiple_of(&self, divisor: &Self) -> bool {
        let shift = self.exponent - divisor.exponent;
        if self.mantissa == 0 {
            true
        } else if shift < 0 {
            power_of_ten(shift.unsigned_abs())
                .and_then(|power| power.checked_mul(divisor.mantissa))
                .is_some_and(|divisor| self.mantissa.is_multiple_of(divisor))
        } else {
            remainder_scaled(self.mantissa, shift.unsigned_abs(), divisor.mantissa) == Some(0)
        }
    }
}

fn power_of_ten(exponent: u32) -> Option<u128> {
    10_u128.checked_pow(exponent)
}

/// `mantissa * 10^shift % divisor`, without forming the product. `None` where a step overflows, which takes a divisor
/// above 2^124, so it does not happen to the numbers of a default `serde_json`.
fn remainder_scaled(mantissa: u128, shift: u32, divisor: u128) -> Option<u128> {
    let mut remainder = mantissa % divisor;
    for _ in 0..shift {
        if remainder == 0 {
            break;
        }
        remainder = remainder.checked_mul(10)? % divisor;
    }
    Some(remainder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).expect("a JSON number")
    }

    #[test]
    fn equal_values_in_every_spelling() {
        for (a, b) in [
            ("1", "1.0"),
            ("0", "-0.0"),
            ("10", "1e1"),
            ("18446744073709551616", "1.8446744073709551616e19"),
        ] {
            assert!(Num::of(&number(a)) == Num::of(&number(b)), "{a} is not {b}");
        }
    }

    #[test]
    fn order_is_exact_beyond_the_integers_of_a_float() {
        for (less, greater) in [
            ("9007199254740992", "9007199254740993"),
            ("18446744073709551614", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775807"),
            ("1", "1.5"),
            ("-1.5", "-1"),
            ("18446744073709551615", "1e300"),
            ("-1e300", "-9223372036854775808"),
            ("0.1", "0.2"),
        ] {
            assert!(Num::of(&number(less)) < Num::of(&number(greater)), "{less}");
            assert!(Num::of(&number(greater)) > Num::of(&number(less)), "{less}");
        }
    }

    #[test]
    fn multiples() {
        for (value, divisor, expected) in [
            ("9007199254740993", "2", false),
            ("9007199254740992", "2", true),
            ("18446744073709551615", "5", true),
            ("18446744073709551614", "5", false),
            ("-9223372036854775808", "2", true),
            ("0.3", "0.1", true),
            ("0.0075", "0.0001", true),
            ("0.00751", "0.0001", false),
            ("19.99", "0.01", true),
            ("4.5", "1.5", true),
            ("35", "1.5", false),
            ("1e308", "0.5", true),
            ("1e308", "0.123456789", false),
            ("12391239123", "1e-8", true),
            ("5e-324", "1e300", false),
            ("0", "0.7", true),
            ("0.0", "3", true),
            ("7.0", "7", true),
        ] {
            let divisor_number = Divisor::new(&number(divisor)).expect("positive");
            assert_eq!(divisor_number.divides(&number(value)), expected, "{value} by {divisor}");
        }
        assert!(Divisor::new(&number("0")).is_none());
        assert!(Divisor::new(&number("-1")).is_none());
    }
}
