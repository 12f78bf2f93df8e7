//! The value of a bound.

use syn::Expr;

/// A bound as written: known here, or to the compiler only.
pub(crate) enum Bound<T> {
    /// `max = 14`, which can be compared with the settings beside it.
    Literal(T),
    /// `max = LIMIT`, a constant expression.
    Expr(Box<Expr>),
}

impl<T> Bound<T> {
    pub(crate) fn literal(&self) -> Option<&T> {
        match self {
            Self::Literal(value) => Some(value),
            Self::Expr(_) => None,
        }
    }

    pub(crate) fn expr(&self) -> Option<&Expr> {
        match self {
            Self::Literal(_) => None,
            Self::Expr(expr) => Some(expr),
        }
    }
}
