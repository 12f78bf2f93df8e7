//! Compiled schemas: a flat table, so that recursive schemas are plain indices.

use std::{collections::HashSet, ops::Index};

use serde_json::Value;

use super::{
    number::{Divisor, Num},
    pattern::Pattern,
    types::Types,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NodeId(u32);

impl NodeId {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer nodes than MAX_SUBSCHEMAS"))
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Every subschema of a document.
#[derive(Debug)]
pub(super) struct Nodes(pub(super) Vec<Node>);

impl Index<NodeId> for Nodes {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.0[id.index()]
    }
}

impl Nodes {
    pub(super) fn rules(&self, id: NodeId) -> Option<&Rules> {
        match &self[id] {
            Node::Rules(rules) => Some(rules),
            Node::Always | Node::Never => None,
        }
    }

    pub(super) fn is_never(&self, id: NodeId) -> bool {
        matches!(self[id], Node::Never)
    }
}

/// One subschema.
#[derive(Debug)]
pub(super) enum Node {
    /// `true`, `{}`, and objects of annotations.
    Always,
    /// `false`.
    Never,
    Rules(Box<Rules>),
}

/// What one schema object asserts.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) types: Option<Types>,
    /// `enum` and `const`.
    pub(super) choices: Option<Choices>,
    pub(super) number: Option<NumberRules>,
    pub(super) string: Option<StringRules>,
    pub(super) array: Option<ArrayRules>,
    pub(super) object: Option<ObjectRules>,
    pub(super) in_place: Vec<InPlace>,
    pub(super) unevaluated_items: Option<NodeId>,
    pub(super) unevaluated_properties: Option<NodeId>,
    /// Whether schemas or references lead here from more than one place, so that one value may meet it again.
    pub(super) shared: bool,
    /// Whether it may apply several schemas to one value, be that the value itself, a member or an item.
    pub(super) forks: bool,
}

impl Rules {
    pub(super) const fn is_empty(&self) -> bool {
        self.types.is_none()
            && self.choices.is_none()
            && self.number.is_none()
            && self.string.is_none()
            && self.array.is_none()
            && self.object.is_none()
            && self.in_place.is_empty()
            && !self.tracks()
    }

    pub(super) fn may_fork(&self) -> bool {
        let items_twice = |array: &ArrayRules| array.contains.is_some();
        let members_twice = |object: &ObjectRules| !object.patterns.is_empty();
        !self.in_place.is_empty()
            || self.array.as_ref().is_some_and(items_twice)
            || self.object.as_ref().is_some_and(members_twice)
    }

    /// Schemas for other values than this one: its members, items and names.
    pub(super) fn children(&self) -> Vec<NodeId> {
        let mut children: Vec<NodeId> =
            [self.unevaluated_items, self.unevaluated_properties].into_iter().flatten().collect();
        if let Some(array) = &self.array {
            children.extend(&array.prefix);
            children.extend(array.items);
            children.extend(array.contains.as_ref().map(|contains| contains.node));
        }
        if let Some(object) = &self.object {
            children.extend(object.properties.iter().map(|(_, node)| node));
            children.extend(object.patterns.iter().map(|(_, node)| node));
            children.extend(object.additional);
            children.extend(object.names);
        }
        children
    }

    /// Whether it must know which members and items other keywords have evaluated.
    pub(super) const fn tracks(&self) -> bool {
        self.unevaluated_items.is_some() || self.unevaluated_properties.is_some()
    }
}

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

/// Keywords that apply subschemas to the same value.
#[derive(Debug)]
pub(super) enum InPlace {
    Ref(NodeId),
    All(Vec<NodeId>),
    Any(Vec<NodeId>),
    One(Vec<NodeId>),
    Not {
        node: NodeId,
        /// The schema, for a violation to quote.
        text: Box<str>,
    },
    If {
        condition: NodeId,
        then: Option<NodeId>,
        otherwise: Option<NodeId>,
    },
    /// `dependentSchemas`.
    Dependent {
        property: Box<str>,
        node: NodeId,
    },
}

impl InPlace {
    pub(super) fn nodes(&self) -> Vec<NodeId> {
        match self {
            Self::Ref(node) | Self::Not { node, .. } | Self::Dependent { node, .. } => vec![*node],
            Self::All(nodes) | Self::Any(nodes) | Self::One(nodes) => nodes.clone(),
            Self::If { condition, then, otherwise } => {
                [Some(*condition), *then, *otherwise].into_iter().flatten().collect()
            }
        }
    }
}
