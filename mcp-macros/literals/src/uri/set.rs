//! The patterns of a server, and which of them a URI is of.

use std::collections::HashMap;
use std::fmt;

use super::unit::Unit;
use super::{Pattern, Refusal, Uri, Value};

/// Patterns, each with something that belongs to it. A fixed one goes before all that have
/// variables, and those are tried from the most specific on: compared from left to right, where two
/// part, text goes before a segment, and a segment before several.
#[derive(Debug, Clone)]
pub struct Set<T> {
    fixed: HashMap<Vec<Unit>, (Pattern, T)>,
    /// In the order of their shapes, which are all different.
    others: Vec<(Pattern, T)>,
}

/// Two patterns stand for the same URIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The one that is in the set.
    pub existing: String,
    /// The one that cannot be.
    pub added: String,
}

/// What a URI is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'s, T> {
    /// What was put into the set.
    pub item: &'s T,
    /// In the order of the pattern's variables; or why it must not be read.
    pub values: Result<Vec<Option<Value>>, Refusal>,
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self { fixed: HashMap::new(), others: Vec::new() }
    }
}

impl<T> Set<T> {
    /// Whether a pattern can be added.
    ///
    /// # Errors
    /// One that stands for the same URIs is there already.
    pub fn fits(&self, pattern: &Pattern) -> Result<(), Conflict> {
        let existing = match key(pattern) {
            Some(key) => self.fixed.get(&key).map(|(existing, _)| existing),
            None => self.place(pattern).ok().map(|at| &self.others[at].0),
        };
        existing.map_or(Ok(()), |existing| {
            Err(Conflict { existing: existing.text.clone(), added: pattern.text.clone() })
        })
    }

    /// Adds a pattern.
    ///
    /// # Errors
    /// One that stands for the same URIs is there already.
    pub fn insert(&mut self, pattern: Pattern, item: T) -> Result<(), Conflict> {
        self.fits(&pattern)?;
        if let Some(key) = key(&pattern) {
            self.fixed.insert(key, (pattern, item));
        } else if let Err(at) = self.place(&pattern) {
            self.others.insert(at, (pattern, item));
        }
        Ok(())
    }

    /// Where a pattern with variables is, or would be.
    fn place(&self, pattern: &Pattern) -> Result<usize, usize> {
        self.others.binary_search_by(|(other, _)| other.shape.cmp(&pattern.shape))
    }

    /// Takes a pattern out.
    pub fn remove(&mut self, pattern: &Pattern) -> Option<T> {
        if let Some(key) = key(pattern) {
            return self.fixed.remove(&key).map(|(_, item)| item);
        }
        let at = self.place(pattern).ok()?;
        Some(self.others.remove(at).1)
    }

    /// The pattern that a URI is of. Where one refuses to read it, others are not tried: they may
    /// be less careful.
    pub fn find(&self, uri: &Uri) -> Option<Found<'_, T>> {
        if let Some((_, item)) = self.fixed.get(&uri.units) {
            return Some(Found { item, values: Ok(Vec::new()) });
        }
        self.others.iter().find_map(|(pattern, item)| {
            let values = pattern.matches(uri).transpose()?;
            Some(Found { item, values })
        })
    }
}

/// The only URI of a fixed pattern.
fn key(pattern: &Pattern) -> Option<Vec<Unit>> {
    let uri = pattern.is_fixed().then(|| Uri::parse(&pattern.text));
    uri?.ok().map(|uri| uri.units)
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { existing, added } = self;
        write!(f, "`{added}` stands for the same URIs as `{existing}`; change one, or leave it out")
    }
}

impl std::error::Error for Conflict {}
