//! Which alternatives an object says it is: the properties that allow a few values only.

use serde_json::{Map, Value};

use crate::schema::{
    describe,
    equal::equal,
    node::{InPlace, NodeId, Nodes},
};

/// How far references are followed to find a tag.
const LEVELS: usize = 4;

/// What the tags of an object say of the candidates.
pub(super) enum Narrowed<'s> {
    To(Vec<NodeId>),
    /// All candidates require the tag, and the object has none.
    Missing(Tag<'s>),
    /// The object's value of the tag is that of no candidate.
    Unknown(Tag<'s>),
}

/// A property with which all candidates say what they are.
pub(super) struct Tag<'s> {
    pub(super) name: &'s str,
    values: Vec<&'s Value>,
}

impl Tag<'_> {
    /// In words.
    pub(super) fn values(&self) -> String {
        describe::one_of(&self.values)
    }
}

pub(super) fn narrow<'s>(
    nodes: &'s Nodes,
    candidates: &[NodeId],
    members: &Map<String, Value>,
) -> Narrowed<'s> {
    let tagged: Vec<(NodeId, Facts<'s>)> =
        candidates.iter().map(|&id| (id, Facts::of(nodes, id))).collect();
    let agreeing: Vec<NodeId> =
        tagged.iter().filter(|(_, facts)| facts.agrees(members)).map(|(id, _)| *id).collect();
    if !agreeing.is_empty() && agreeing.len() < candidates.len() {
        return Narrowed::To(agreeing);
    }
    let [(_, first), _, ..] = &tagged[..] else {
        return Narrowed::To(candidates.to_vec());
    };
    for (name, _) in &first.tags {
        let Some(tag) = common_tag(name, &tagged) else {
            continue;
        };
        let required = tagged.iter().all(|(_, facts)| facts.required.contains(name));
        if members.contains_key(*name) && agreeing.is_empty() {
            return Narrowed::Unknown(tag);
        }
        if !members.contains_key(*name) && required {
            return Narrowed::Missing(tag);
        }
    }
    Narrowed::To(candidates.to_vec())
}

fn common_tag<'s>(name: &'s str, tagged: &[(NodeId, Facts<'s>)]) -> Option<Tag<'s>> {
    let mut values: Vec<&'s Value> = Vec::new();
    for (_, facts) in tagged {
        let (_, own) = facts.tags.iter().find(|(other, _)| *other == name)?;
        for value in *own {
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    Some(Tag { name, values })
}

/// What tells an alternative from others.
#[derive(Default)]
struct Facts<'s> {
    tags: Vec<(&'s str, &'s [Value])>,
    required: Vec<&'s str>,
}

impl<'s> Facts<'s> {
    fn of(nodes: &'s Nodes, id: NodeId) -> Self {
        let mut facts = Self::default();
        facts.gather(nodes, id, LEVELS);
        facts
    }

    fn gather(&mut self, nodes: &'s Nodes, id: NodeId, levels: usize) {
        let Some(rules) = nodes.rules(id) else { return };
        if let Some(object) = &rules.object {
            self.required.extend(object.required.iter().map(|name| &**name));
            self.tags.extend(object.tags().filter_map(|(name, node)| {
                let choices = nodes.rules(node)?.choices.as_ref()?;
                Some((name, choices.values.as_slice()))
            }));
        }
        let Some(levels) = levels.checked_sub(1) else {
            return;
        };
        for rule in &rules.in_place {
            match rule {
                InPlace::Ref(id) => self.gather(nodes, *id, levels),
                InPlace::All(ids) => ids.iter().for_each(|&id| self.gather(nodes, id, levels)),
                _ => {}
            }
        }
    }

    /// Whether every tag that the object has is one of this alternative, and it has one.
    fn agrees(&self, members: &Map<String, Value>) -> bool {
        let mut present = self
            .tags
            .iter()
            .filter_map(|(name, values)| Some((values, members.get(*name)?)))
            .peekable();
        present.peek().is_some()
            && present.all(|(values, value)| values.iter().any(|choice| equal(choice, value)))
    }
}
