//! Number literals, kept digit for digit.

use std::cmp::Ordering;

use syn::{Expr, ExprUnary, Lit, UnOp};

use super::json::peel;

/// A number literal with its sign: the text that JSON shows and a value to compare.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    /// Valid JSON. Kept as text because neither `f64` nor `i128` holds every literal exactly.
    pub(crate) text: String,
    value: Value,
}

#[derive(Debug, Clone, Copy)]
enum Value {
    Int(i128),
    Float(f64),
}

impl Number {
    /// Reads `3`, `-1`, `0xff_u8` or `2.5`; `None` if the expression is anything else.
    pub(crate) fn from_expr(expr: &Expr) -> Option<Self> {
        match peel(expr) {
            Expr::Lit(literal) => Self::from_lit(&literal.lit, false),
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match peel(expr) {
                Expr::Lit(literal) => Self::from_lit(&literal.lit, true),
                _ => None,
            },
            _ => None,
        }
    }

    fn from_lit(lit: &Lit, negative: bool) -> Option<Self> {
        let sign = if negative { "-" } else { "" };
        match lit {
            Lit::Int(int) => {
                let text = format!("{sign}{}", int.base10_digits());
                let value = match text.parse() {
                    Ok(int) => Value::Int(int),
                    Err(_) => Value::Float(text.parse().ok()?),
                };
                Some(Self { text, value })
            }
            Lit::Float(float) => {
                let digits = float.base10_digits();
                // `1.` is a Rust literal and not a JSON one.
                let zero = if digits.ends_with('.') { "0" } else { "" };
                let text = format!("{sign}{digits}{zero}");
                let value: f64 = text.parse().ok()?;
                value.is_finite().then_some(())?;
                Some(Self { text, value: Value::Float(value) })
            }
            _ => None,
        }
    }

    /// A whole number, as JSON shows it.
    pub(crate) fn whole(value: impl Into<i128>) -> Self {
        let value = value.into();
        Self { text: value.to_string(), value: Value::Int(value) }
    }

    /// Whether the number is above zero.
    pub(crate) fn is_positive(&self) -> bool {
        match self.value {
            Value::Int(value) => value > 0,
            Value::Float(value) => value > 0.0,
        }
    }

    /// The number as a count, if it is a whole one that is not negative.
    pub(crate) fn as_count(&self) -> Option<u64> {
        match self.value {
            Value::Int(value) => value.try_into().ok(),
            Value::Float(_) => None,
        }
    }

    /// Whether `self` is a whole multiple of `step`, as far as it can be told without rounding.
    pub(crate) fn is_multiple_of(&self, step: &Self) -> Option<bool> {
        match (self.value, step.value) {
            (Value::Int(value), Value::Int(step)) if step != 0 => Some(value % step == 0),
            _ => None,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.value, other.value) {
            (Value::Int(left), Value::Int(right)) => left.partial_cmp(&right),
            (left, right) => left.approximate().partial_cmp(&right.approximate()),
        }
    }
}

impl Value {
    #[allow(clippy::cast_precision_loss)] // only for comparing with a float, which is no more exact
    fn approximate(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(source: &str) -> Option<Number> {
        Number::from_expr(&syn::parse_str(source).expect("an expression"))
    }

    #[test]
    fn digits_survive() {
        for (source, text) in [
            ("3", "3"),
            ("-1", "-1"),
            ("0xff_u8", "255"),
            ("1_000_000", "1000000"),
            ("18446744073709551616", "18446744073709551616"),
            ("0.10", "0.10"),
            ("-2.5e-3", "-2.5e-3"),
            ("1.", "1.0"),
            ("1f32", "1"),
            ("340282366920938463463374607431768211456", "340282366920938463463374607431768211456"),
        ] {
            assert_eq!(number(source).expect(source).text, text);
        }
    }

    #[test]
    fn other_expressions_are_not_numbers() {
        for source in ["MAX", "\"3\"", "1 + 1", "!1", "--1", "true", "1e999"] {
            assert!(number(source).is_none(), "{source}");
        }
    }

    #[test]
    fn comparison_is_exact_between_integers() {
        assert!(number("9007199254740993") > number("9007199254740992"));
        assert!(number("-1") < number("0.5"));
        assert_eq!(number("1.0"), number("1"));
    }
}
