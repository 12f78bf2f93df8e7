//! A template in the form in which URIs are matched.

use super::Problem;
use super::shape::Rank;
use super::unit::Unit;

/// A template whose URIs can be read back.
#[derive(Debug, Clone)]
pub struct Pattern {
    pub(super) text: String,
    pub(super) variables: Vec<Variable>,
    /// Each step but a literal reads the next of the variables. The first is a literal.
    pub(super) path: Vec<Step>,
    /// The query's fixed parameters, as names and values, and the variables behind those of the
    /// path. None: there is no query.
    pub(super) query: Option<Query>,
    pub(super) fragment: Fragment,
    /// What decides between patterns, see [`Rank`].
    pub(super) shape: Vec<Rank>,
}

/// A variable of a [`Pattern`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// As it is written in the template.
    pub name: String,
    /// Whether a URI may do without it.
    pub optional: bool,
    /// Whether it is a list of texts, and not one text.
    pub list: bool,
    /// How many characters it has at most.
    pub longest: Option<u16>,
}

/// What is read next from the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Literal(Vec<Unit>),
    Variable {
        kind: Kind,
        /// The reserved signs that may follow, and that of parameters where the path has some. Where
        /// only one segment is read, it holds none of them, so that what stands for itself ends it,
        /// and what was encoded does not.
        stops: Vec<Unit>,
    },
}

/// How a variable of the path is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `{.x}`, `{/x}`: the sign, and whether values with signs between them follow.
    Signed(u8, bool),
    /// `{;x}`: the name.
    Parameter(Vec<Unit>),
    /// `{x}`
    Segment,
    /// `{+x}`
    Segments,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) fixed: Vec<(Vec<Unit>, Vec<Unit>)>,
    /// The names of variables, encoded as in a URI.
    pub(super) names: Vec<Vec<Unit>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fragment {
    None,
    Fixed(Vec<Unit>),
    Variable,
}

impl Kind {
    /// Whether a URI may do without it.
    pub(super) fn is_optional(&self) -> bool {
        matches!(self, Self::Signed(..) | Self::Parameter(_))
    }

    /// What an optional one begins with.
    pub(super) fn sign(&self) -> Option<Unit> {
        match self {
            Self::Signed(sign, _) => Some(Unit::Plain(*sign)),
            Self::Parameter(_) => Some(Unit::Plain(b';')),
            Self::Segment | Self::Segments => None,
        }
    }

    /// Whether it says how many segments there are.
    pub(super) fn is_flexible(&self) -> bool {
        matches!(self, Self::Segments | Self::Signed(b'/', _))
    }
}

impl Step {
    /// Whether what is at `at` can be part of this variable's value.
    pub(super) fn holds(&self, path: &[Unit], at: usize) -> bool {
        let Self::Variable { kind, stops } = self else { return false };
        let unit = path[at];
        match kind {
            Kind::Segments => true,
            Kind::Signed(sign, true) if unit == Unit::Plain(*sign) => {
                // Lists have no empty items.
                path.get(at + 1).is_some_and(|next| *next != unit)
            }
            Kind::Segment | Kind::Signed(..) | Kind::Parameter(_) => {
                unit != Unit::Plain(b'/') && kind.sign() != Some(unit) && !stops.contains(&unit)
            }
        }
    }

    /// Whether this variable's value can begin at `at`.
    pub(super) fn begins(&self, path: &[Unit], at: usize) -> bool {
        self.list_sign().is_none_or(|sign| path[at] != sign)
    }

    /// Whether it can end at `at`, behind its last character.
    pub(super) fn ends(&self, path: &[Unit], at: usize) -> bool {
        self.list_sign().is_none_or(|sign| path[at - 1] != sign)
    }

    fn list_sign(&self) -> Option<Unit> {
        match self {
            Self::Variable { kind: Kind::Signed(sign, true), .. } => Some(Unit::Plain(*sign)),
            _ => None,
        }
    }
}

impl Pattern {
    /// Reads a template whose URIs can be read back.
    ///
    /// # Errors
    /// What [`parse`](super::parse) and [`Pattern::new`] refuse.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        Self::new(&super::parse(text)?)
    }

    /// The template as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The variables from left to right.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// Whether it is the URI of one resource, without variables.
    pub fn is_fixed(&self) -> bool {
        self.variables.is_empty()
    }
}
