//! Compiled schemas: a flat table, so that recursive schemas are plain indices.

use std::ops::Index;

use super::{
    rules::{ArrayRules, Choices, NumberRules, ObjectRules, StringRules},
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
    /// Whether it has subschemas, and more than one place of the document leads here, so that one value may meet it
    /// again.
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
