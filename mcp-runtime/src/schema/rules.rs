//! What the keywords for one type assert.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    node::NodeId,
    number::{Divisor, Num},
    pattern::Pattern,
};

/// The values of `enum` or `const`, in the author's order.
#[derive(Debug)]
pub(super) struct Choices {
    pub(super) values: Vec<Value>,
    /// Present when all values are strings and there are many.
    pub(super) strings: Option<HashSet<Box<str>>>,
}

#[derive(Debug, Default)]
pub(super) struct NumberRules {
    pub(super) min: Option<Bound>,
    pub(super) max: Option<Bound>,
    pub(super) multiple_of: Option<Multiple>,
}

/// `minimum`, `maximum` or their exclusive forms.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) limit: Num,
    pub(super) exclusive: bool,
    /// As the author wrote it.
    pub(super) text: Box<str>,
}

#[derive(Debug)]
pub(super) struct Multiple {
    pub(super) divisor: Divisor,
    pub(super) text: Box<str>,
}

/// A count of characters, items or members.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Range {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

impl Range {
    pub(super) fn contains(self, count: usize) -> bool {
        // A count that does not fit is above every limit that could be met.
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.min <= count && self.max.is_none_or(|max| count <= max)
    }

    pub(super) const fn is_unbounded(self) -> bool {
        self.min == 0 && self.max.is_none()
    }
}

#[derive(Debug, Default)]
pub(super) struct StringRules {
    /// In Unicode code points.
    pub(super) length: Range,
    pub(super) pattern: Option<Pattern>,
}

#[derive(Debug, Default)]
pub(super) struct ArrayRules {
    pub(super) length: Range,
    pub(super) unique: bool,
    pub(super) prefix: Vec<NodeId>,
    /// Those after `prefix`.
    pub(super) items: Option<NodeId>,
    pub(super) contains: Option<Contains>,
}

#[derive(Debug)]
pub(super) struct Contains {
    pub(super) node: NodeId,
    pub(super) count: Range,
}

#[derive(Debug, Default)]
pub(super) struct ObjectRules {
    pub(super) size: Range,
    pub(super) required: Vec<Box<str>>,
    /// Sorted by name.
    pub(super) properties: Vec<(Box<str>, NodeId)>,
    /// Positions in `properties` of those that allow a few values only: what tells the variants of an enum apart.
    pub(super) tags: Vec<usize>,
    pub(super) patterns: Vec<(Pattern, NodeId)>,
    pub(super) additional: Option<NodeId>,
    pub(super) names: Option<NodeId>,
    pub(super) dependent: Vec<Dependency>,
}

/// One member of `dependentRequired`.
#[derive(Debug)]
pub(super) struct Dependency {
    pub(super) property: Box<str>,
    pub(super) requires: Vec<Box<str>>,
}

impl ObjectRules {
    pub(super) fn property(&self, name: &str) -> Option<NodeId> {
        self.properties
            .binary_search_by(|(other, _)| other.as_ref().cmp(name))
            .ok()
            .map(|found| self.properties[found].1)
    }

    pub(super) fn tags(&self) -> impl Iterator<Item = (&str, NodeId)> {
        self.tags.iter().map(|&tag| {
            let (name, node) = &self.properties[tag];
            (name.as_ref(), *node)
        })
    }

    /// Whether any keyword looks at the members one by one.
    pub(super) const fn looks_at_members(&self) -> bool {
        !self.properties.is_empty()
            || !self.patterns.is_empty()
            || self.additional.is_some()
            || self.names.is_some()
    }
}
