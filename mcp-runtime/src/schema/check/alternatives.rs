//! What to say when no alternative of `anyOf` or `oneOf` matches.
//!
//! The violations of all alternatives together would drown the one that matters, so the alternative that was meant is
//! guessed: by type, then by tag, then by what is wrong with it.

use serde_json::{Map, Value};

use super::Run;
use crate::schema::{
    describe,
    node::{InPlace, Node, NodeId, Nodes},
    place::Place,
    report::{Finding, Report},
};

/// How far references are followed to find a type or a tag.
const LEVELS: usize = 4;

impl<'s> Run<'s> {
    pub(super) fn explain(&mut self, ids: &'s [NodeId], place: &Place<'_>, report: &mut Report) {
        let nodes = self.nodes;
        if !report.is_collecting() {
            // Counts as one; to look into each alternative of each alternative would take exponential time.
            return report.fail(place.depth, || Finding::at(place, ""));
        }
        if let Some(values) = describe::choices_of(nodes, ids) {
            return report.fail(place.depth, || Finding::at(place, describe::one_of(&values)));
        }
        let mut candidates: Vec<NodeId> =
            ids.iter().copied().filter(|&id| admits(nodes, id, place.value, LEVELS)).collect();
        if let Value::Object(members) = place.value {
            match narrow(nodes, &candidates, members) {
                Narrowed::To(fewer) => candidates = fewer,
                Narrowed::Missing(tag) => {
                    return report.fail(place.depth, || {
                        let expected =
                            format!("the required property `{}`: {}", tag.name, tag.values());
                        Finding::missing(place, tag.name, expected)
                    });
                }
                Narrowed::Unknown(tag) => {
                    return report.fail(place.depth, || unknown_tag(&tag, members, place));
                }
            }
        }
        match self.nearest(&candidates, place) {
            Some(id) => self.check(id, place, report, None),
            None => report.fail(place.depth, || {
                let alternatives = if candidates.is_empty() { ids } else { &candidates };
                Finding::at(place, describe::any_of(nodes, alternatives))
            }),
        }
    }

    /// The candidate with the least wrong, if it is one.
    fn nearest(&mut self, candidates: &[NodeId], place: &Place<'_>) -> Option<NodeId> {
        if let [only] = candidates {
            return Some(*only);
        }
        let mut distances: Vec<_> = candidates
            .iter()
            .map(|&id| {
                let mut tally = Report::tally(place);
                self.check(id, place, &mut tally, None);
                (tally.distance(), id)
            })
            .collect();
        distances.sort_by_key(|(distance, _)| *distance);
        match distances[..] {
            [(best, id), (second, _), ..] if best < second => Some(id),
            _ => None,
        }
    }
}

fn unknown_tag(tag: &Tag<'_>, members: &Map<String, Value>, place: &Place<'_>) -> Finding {
    let member = members.iter().enumerate().find(|(_, (name, _))| *name == tag.name);
    match member {
        Some((ordinal, (name, value))) => {
            Finding::at(&place.member(ordinal, name, value), tag.values())
        }
        None => Finding::at(place, tag.values()),
    }
}

/// Whether the schema could match a value of this type.
fn admits(nodes: &Nodes, id: NodeId, value: &Value, levels: usize) -> bool {
    let rules = match &nodes[id] {
        Node::Always => return true,
        Node::Never => return false,
        Node::Rules(rules) => rules,
    };
    let same_type =
        |choice: &Value| std::mem::discriminant(choice) == std::mem::discriminant(value);
    let by_itself = rules.types.is_none_or(|types| types.admits(value))
        && rules.choices.as_ref().is_none_or(|choices| choices.values.iter().any(same_type));
    let Some(levels) = levels.checked_sub(1) else {
        return by_itself;
    };
    by_itself
        && rules.in_place.iter().all(|rule| match rule {
            InPlace::Ref(id) => admits(nodes, *id, value, levels),
            InPlace::All(ids) => ids.iter().all(|&id| admits(nodes, id, value, levels)),
            InPlace::Any(ids) | InPlace::One(ids) => {
                ids.iter().any(|&id| admits(nodes, id, value, levels))
            }
            InPlace::Not { .. } | InPlace::If { .. } | InPlace::Dependent { .. } => true,
        })
}

enum Narrowed<'s> {
    To(Vec<NodeId>),
    /// All candidates require the tag, and the object has none.
    Missing(Tag<'s>),
    /// The object's value of the tag is that of no candidate.
    Unknown(Tag<'s>),
}

/// A property with which all candidates say what they are.
struct Tag<'s> {
    name: &'s str,
    values: Vec<&'s Value>,
}

impl Tag<'_> {
    fn values(&self) -> String {
        describe::one_of(&self.values)
    }
}

fn narrow<'s>(
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
            && present.all(|(values, value)| {
                values.iter().any(|choice| crate::schema::equal::equal(choice, value))
            })
    }
}
