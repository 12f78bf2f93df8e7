//! What to say when no alternative of `anyOf` or `oneOf` matches.
//!
//! The violations of all alternatives together would drown the one that matters, so the alternative that was meant is
//! guessed: by type, then by tag, then by what is wrong with it.

use serde_json::{Map, Value};

use super::{
    Run,
    tags::{Narrowed, Tag, narrow},
};
use crate::schema::{
    describe,
    node::{InPlace, Node, NodeId, Nodes},
    place::Place,
    report::{Finding, Report},
};

/// How far references are followed to find a type.
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
