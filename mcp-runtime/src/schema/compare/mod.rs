//! What a change of a schema means to those who rely on it.
//!
//! One question is asked of every keyword: does all that the one schema admits fit the other? For what callers send,
//! the new schema must admit all that the old one did; for what they read, the old one all that the new one does. A
//! keyword whose answer needs more than its own two values and the types beside it is not guessed at: it is unknown,
//! and unknown counts as breaking.

mod array;
mod change;
mod choices;
mod combined;
mod defaults;
mod disjoint;
mod headers;
mod identical;
mod keywords;
mod object;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value};

pub(crate) use change::{Change, Level};

use super::dialect::Dialect;
use super::reference::resolve;

/// Who relies on a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Whoever sends what it describes.
    Input,
    /// Whoever reads it.
    Output,
}

/// How deep, and how many pairs of schemas are compared; what is beyond is unknown.
const DEEPEST: usize = 48;
const MOST_PAIRS: usize = 20_000;

/// All that changed from one document to the next, in the order of the document. `at` is the pointer to begin with.
pub(crate) fn compare(at: &str, old: &Value, new: &Value, role: Role) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let mut compare = Compare::new(old, new, role);
    let dialects = (Dialect::of(old), Dialect::of(new));
    if dialects == (Ok(Dialect::Draft2020), Ok(Dialect::Draft2020)) {
        compare.node(at, old, new);
        compare.headers(at, old, new, 0);
    } else {
        compare.unknown(at, "it changed, and is not of JSON Schema 2020-12");
    }
    compare.changes
}

#[derive(Clone)]
struct Compare<'d> {
    role: Role,
    /// The documents, in which references are looked up.
    old: &'d Value,
    new: &'d Value,
    changes: Vec<Change>,
    /// Pairs that were met already, by their addresses: a recursive type is what its parts are.
    met: HashSet<(usize, usize)>,
    depth: usize,
    pairs: usize,
    /// Whether schemas are at hand for a moment only, so that their addresses mean nothing.
    passing: bool,
}

/// Two schemas in the order in which they must fit: all of `narrow` into `wide`.
struct Fit<'a> {
    narrow: &'a Map<String, Value>,
    wide: &'a Map<String, Value>,
}

impl<'d> Compare<'d> {
    fn new(old: &'d Value, new: &'d Value, role: Role) -> Self {
        Self {
            role,
            old,
            new,
            changes: Vec::new(),
            met: HashSet::new(),
            depth: 0,
            pairs: 0,
            passing: false,
        }
    }

    /// The values of the two documents, `old` and `new`, in the order in which they must fit.
    fn in_order<T>(&self, old: T, new: T) -> (T, T) {
        match self.role {
            Role::Input => (old, new),
            Role::Output => (new, old),
        }
    }

    /// Compares two schemas at one place.
    fn node(&mut self, at: &str, old: &Value, new: &Value) {
        self.default(at, old, new);
        if self.depth == DEEPEST || self.pairs == MOST_PAIRS {
            return self.unknown(at, "the schema is too large to be compared");
        }
        let pair = (std::ptr::from_ref(old).addr(), std::ptr::from_ref(new).addr());
        if !self.passing && !self.met.insert(pair) {
            return;
        }
        self.pairs += 1;
        self.depth += 1;
        self.schemas(at, old, new);
        self.depth -= 1;
    }

    fn schemas(&mut self, at: &str, old: &Value, new: &Value) {
        if identical::schemas((self.old, old), (self.new, new)) {
            return self.defaults(at, old, new);
        }
        let (Some(old), Some(new)) = (resolve(self.old, old), resolve(self.new, new)) else {
            return self.unknown(at, "it refers to others in a way that is not followed");
        };
        let passing = matches!(old, Cow::Owned(_)) || matches!(new, Cow::Owned(_));
        let before = self.passing;
        self.passing |= passing;
        self.forms(at, &old, &new);
        self.passing = before;
    }

    fn forms(&mut self, at: &str, old: &Value, new: &Value) {
        let (narrow, wide) = self.in_order(old, new);
        let empty = Map::new();
        match (narrow, wide) {
            // Nothing fits everything, and everything fits what asks for nothing.
            (Value::Bool(false), _) | (_, Value::Bool(true)) => {
                self.note(at, "what is allowed changed", None, None);
            }
            (_, Value::Bool(false)) => {
                self.breaking(at, "nothing is allowed any more", change::KEEP);
            }
            (Value::Bool(true), Value::Object(wide)) => {
                self.keywords(at, &Fit { narrow: &empty, wide });
            }
            (Value::Object(narrow), Value::Object(wide)) => {
                self.keywords(at, &Fit { narrow, wide });
            }
            _ => self.unknown(at, "it is no schema"),
        }
    }

    fn keywords(&mut self, at: &str, fit: &Fit<'_>) {
        if let Some(values) = choices::of(fit.narrow) {
            return self.choices(at, fit, &values);
        }
        let unevaluated = ["unevaluatedProperties", "unevaluatedItems"];
        if unevaluated.iter().any(|keyword| fit.wide.contains_key(*keyword)) {
            return self
                .unknown(at, "what it says of `unevaluated…` members may mean something else now");
        }
        let types = self.types(at, fit);
        self.scalars(at, fit, types);
        self.array(at, fit, types);
        self.object(at, fit, types);
        self.combined(at, fit);
    }

    /// Compares in vain: whether one fits the other without anything to say of it.
    fn would_fit(&mut self, old: &Value, new: &Value) -> bool {
        let mut trial = Self { changes: Vec::new(), ..self.clone() };
        trial.node("", old, new);
        self.pairs = trial.pairs;
        !trial.changes.iter().any(|change| change.level.is_breaking())
    }

    /// What cannot be told from its own values alone must be as it was, or be gone from the wider side.
    fn as_it_was(&mut self, at: &str, fit: &Fit<'_>, keywords: &[&str]) {
        let part = |map: &Map<String, Value>| {
            let there = keywords.iter().filter_map(|keyword| map.get_key_value(*keyword));
            Value::Object(there.map(|(keyword, value)| (keyword.clone(), value.clone())).collect())
        };
        let (narrow, wide) = (part(fit.narrow), part(fit.wide));
        let (old, new) = self.in_order(&narrow, &wide);
        if identical::schemas((self.old, old), (self.new, new)) {
            return self.defaults(at, old, new);
        }
        let changed = keywords.iter().filter(|keyword| old.get(**keyword) != new.get(**keyword));
        let names: Vec<String> = changed.map(|keyword| format!("`{keyword}`")).collect();
        let what = format!("{} changed", names.join(", "));
        if wide == Value::Object(Map::new()) {
            self.note(at, &what, None, None);
        } else {
            self.unknown(at, &what);
        }
    }
}
