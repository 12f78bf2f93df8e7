//! Keywords for objects.

use serde_json::{Map, Value};

use super::{Evaluated, Run};
use crate::schema::{
    describe,
    node::{NodeId, Rules},
    place::Place,
    report::{Finding, Report},
    rules::{Dependency, ObjectRules},
};

impl<'s> Run<'s> {
    pub(super) fn object(
        &mut self,
        id: NodeId,
        rules: &'s Rules,
        members: &Map<String, Value>,
        place: &Place<'_>,
        report: &mut Report,
        seen: Option<&mut Evaluated>,
    ) {
        let Some(rules) = &rules.object else { return };
        presence(rules, members, place, report);
        if report.stop() {
            return;
        }
        // Only alternatives gain from it: other verdicts look at these properties anyway.
        if self.forks > 0 && report.is_verdict() && !self.tags_match(rules, members) {
            return report.abort();
        }
        if rules.looks_at_members() {
            self.members(id, rules, members, place, report, seen);
        }
    }

    /// Looks at the properties that tell variants apart before those that may hold a deep tree.
    fn tags_match(&self, rules: &ObjectRules, members: &Map<String, Value>) -> bool {
        rules.tags().all(|(name, node)| {
            let choices = self.nodes.rules(node).and_then(|rules| rules.choices.as_ref());
            match (choices, members.get(name)) {
                (Some(choices), Some(value)) => choices.contains(value),
                _ => true,
            }
        })
    }

    fn members(
        &mut self,
        id: NodeId,
        rules: &'s ObjectRules,
        members: &Map<String, Value>,
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        for (ordinal, (name, value)) in members.iter().enumerate() {
            let member = place.member(ordinal, name, value);
            let mut known = false;
            if let Some(node) = rules.property(name) {
                known = true;
                self.check(node, &member, report, None);
            }
            for (pattern, node) in &rules.patterns {
                if pattern.is_match(name) {
                    known = true;
                    self.check(*node, &member, report, None);
                }
            }
            if !known && let Some(node) = rules.additional {
                known = true;
                self.other_member(id, node, name, members, (place, &member), report);
            }
            if let Some(node) = rules.names {
                self.name(node, name, &member, report);
            }
            if known && let Some(seen) = &mut seen {
                seen.mark(ordinal);
            }
            if report.stop() {
                return;
            }
        }
    }

    /// A member that no other keyword covers. A schema of `false` there is the usual one, and deserves its own words.
    fn other_member(
        &mut self,
        id: NodeId,
        node: NodeId,
        name: &str,
        members: &Map<String, Value>,
        (object, member): (&Place<'_>, &Place<'_>),
        report: &mut Report,
    ) {
        if self.nodes.is_never(node) {
            let nodes = self.nodes;
            report.fail(object.depth, || {
                Finding::at(member, describe::no_other_property(nodes, id, name, members))
            });
        } else {
            self.check(node, member, report, None);
        }
    }

    /// `propertyNames`.
    fn name(&mut self, node: NodeId, name: &str, member: &Place<'_>, report: &mut Report) {
        let value = Value::from(name);
        if !self.holds(node, &Place::root("", &value), None) {
            let nodes = self.nodes;
            report.fail(member.depth, || {
                Finding::at(
                    &member.with_value(&value),
                    format!("a property name that is {}", describe::phrase(nodes, node)),
                )
            });
        }
    }

    /// `unevaluatedProperties`.
    pub(super) fn unevaluated_properties(
        &mut self,
        id: NodeId,
        rules: &'s Rules,
        members: &Map<String, Value>,
        place: &Place<'_>,
        report: &mut Report,
        seen: &mut Evaluated,
    ) {
        let Some(node) = rules.unevaluated_properties else {
            return;
        };
        for (ordinal, (name, value)) in members.iter().enumerate() {
            if !seen.has(ordinal) {
                let member = place.member(ordinal, name, value);
                self.other_member(id, node, name, members, (place, &member), report);
                if report.stop() {
                    return;
                }
            }
        }
        seen.mark_all();
    }
}

/// Keywords about which and how many members there are.
fn presence(
    rules: &ObjectRules,
    members: &Map<String, Value>,
    place: &Place<'_>,
    report: &mut Report,
) {
    if !rules.size.contains(members.len()) {
        report.fail(place.depth, || {
            Finding::at(place, describe::count(rules.size, "property", "properties"))
        });
    }
    for name in &rules.required {
        if !members.contains_key(name.as_ref()) {
            report.fail(place.depth, || {
                Finding::missing(place, name, format!("the required property `{name}`"))
            });
        }
    }
    for Dependency { property, requires } in &rules.dependent {
        if !members.contains_key(property.as_ref()) {
            continue;
        }
        for name in requires {
            if !members.contains_key(name.as_ref()) {
                report.fail(place.depth, || {
                    let expected = format!("the property `{name}`, which `{property}` requires");
                    Finding::missing(place, name, expected)
                });
            }
        }
    }
}
