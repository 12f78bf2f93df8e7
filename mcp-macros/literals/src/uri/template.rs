//! What a template is made of.

use std::ops::Range;

/// Any template of RFC 6570.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template<'a> {
    /// As it was written.
    pub text: &'a str,
    /// From left to right.
    pub parts: Vec<Part<'a>>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text that stands for itself.
    Literal {
        /// As it was written.
        text: &'a str,
        /// Where it is in the template.
        span: Range<usize>,
    },
    /// What is in braces.
    Expression(Expression<'a>),
}

/// An operator, and variables separated by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression<'a> {
    /// What the first character says.
    pub operator: Operator,
    /// At least one.
    pub variables: Vec<VarSpec<'a>>,
    /// Where it is in the template, with its braces.
    pub span: Range<usize>,
}

/// A variable with its modifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VarSpec<'a> {
    /// Letters, digits, `_`, single dots, and `%` with two digits.
    pub name: &'a str,
    /// What follows the name.
    pub modifier: Modifier,
    /// Where it is in the template.
    pub span: Range<usize>,
}

/// What follows a variable's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// Nothing.
    None,
    /// `:3`: that many characters of the value, 1 to 9999.
    Prefix(u16),
    /// `*`: each member of the value for itself.
    Explode,
}

/// How an expression is written into a URI (RFC 6570, appendix A).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `{x}`
    Simple,
    /// `{+x}`
    Reserved,
    /// `{#x}`
    Fragment,
    /// `{.x}`
    Label,
    /// `{/x}`
    Path,
    /// `{;x}`
    Parameter,
    /// `{?x}`
    Query,
    /// `{&x}`
    Continuation,
}

impl Operator {
    pub(super) fn of(sign: char) -> Option<Self> {
        Some(match sign {
            '+' => Self::Reserved,
            '#' => Self::Fragment,
            '.' => Self::Label,
            '/' => Self::Path,
            ';' => Self::Parameter,
            '?' => Self::Query,
            '&' => Self::Continuation,
            _ => return None,
        })
    }

    /// What the expansion begins with.
    pub(super) fn first(self) -> &'static str {
        match self {
            Self::Simple | Self::Reserved => "",
            Self::Fragment => "#",
            Self::Label => ".",
            Self::Path => "/",
            Self::Parameter => ";",
            Self::Query => "?",
            Self::Continuation => "&",
        }
    }

    /// What stands between values.
    pub(super) fn separator(self) -> char {
        match self {
            Self::Simple | Self::Reserved | Self::Fragment => ',',
            Self::Label => '.',
            Self::Path => '/',
            Self::Parameter => ';',
            Self::Query | Self::Continuation => '&',
        }
    }

    /// Whether values are written with their names, as `x=1`.
    pub(super) fn is_named(self) -> bool {
        matches!(self, Self::Parameter | Self::Query | Self::Continuation)
    }

    /// Whether reserved characters of a value stay as they are.
    pub(super) fn keeps_reserved(self) -> bool {
        matches!(self, Self::Reserved | Self::Fragment)
    }
}

impl<'a> Template<'a> {
    /// The variables from left to right; one that is used twice comes twice.
    pub fn variables(&self) -> impl Iterator<Item = &VarSpec<'a>> {
        self.parts.iter().flat_map(|part| match part {
            Part::Literal { .. } => [].iter(),
            Part::Expression(expression) => expression.variables.iter(),
        })
    }
}
