//! Keywords that apply schemas to the same value.

use serde_json::Value;

use super::{Evaluated, Run};
use crate::schema::{
    describe,
    node::{InPlace, NodeId, Rules},
    place::Place,
    report::{Finding, Report},
};

impl<'s> Run<'s> {
    pub(super) fn in_place(
        &mut self,
        rule: &'s InPlace,
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        match rule {
            InPlace::Ref(node) => self.check(*node, place, report, seen),
            InPlace::All(nodes) => {
                for node in nodes {
                    self.check(*node, place, report, seen.as_deref_mut());
                    if report.stop() {
                        return;
                    }
                }
            }
            InPlace::Any(nodes) => self.any(nodes, place, report, seen),
            InPlace::One(nodes) => self.one(nodes, place, report, seen),
            InPlace::Not { node, text } => {
                if self.holds(*node, place, None) {
                    report.fail(place.depth, || {
                        Finding::at(place, format!("a value that does not match {text}"))
                    });
                }
            }
            InPlace::If { condition, then, otherwise } => {
                let met = self.holds_noting(*condition, place, seen.as_deref_mut());
                if let Some(node) = if met { then } else { otherwise } {
                    self.check(*node, place, report, seen);
                }
            }
            InPlace::Dependent { property, node } => {
                if matches!(place.value, Value::Object(members) if members.contains_key(property.as_ref()))
                {
                    self.check(*node, place, report, seen);
                }
            }
        }
    }

    /// Like `holds`, but nothing is noted unless it does: a schema that fails evaluates nothing.
    fn holds_noting(
        &mut self,
        node: NodeId,
        place: &Place<'_>,
        seen: Option<&mut Evaluated>,
    ) -> bool {
        let Some(seen) = seen else {
            return self.holds(node, place, None);
        };
        let mut own = Evaluated::none_of(place.value);
        let holds = self.holds(node, place, Some(&mut own));
        if holds {
            seen.merge(&own);
        }
        holds
    }

    fn any(
        &mut self,
        nodes: &'s [NodeId],
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        let mut matched = false;
        for node in nodes {
            matched |= self.holds_noting(*node, place, seen.as_deref_mut());
            if matched && seen.is_none() {
                return;
            }
        }
        if !matched {
            self.no_alternative(nodes, place, report, seen);
        }
    }

    fn one(
        &mut self,
        nodes: &'s [NodeId],
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        let mut matches = 0;
        for node in nodes {
            matches += usize::from(self.holds_noting(*node, place, seen.as_deref_mut()));
            if matches > 1 {
                let table = self.nodes;
                return report
                    .fail(place.depth, || Finding::at(place, describe::exactly_one(table, nodes)));
            }
        }
        if matches == 0 {
            self.no_alternative(nodes, place, report, seen);
        }
    }

    fn no_alternative(
        &mut self,
        nodes: &'s [NodeId],
        place: &Place<'_>,
        report: &mut Report,
        seen: Option<&mut Evaluated>,
    ) {
        // Which members the intended alternative knows cannot be told, so none is called unknown.
        if let Some(seen) = seen {
            seen.mark_all();
        }
        self.explain(nodes, place, report);
    }

    pub(super) fn unevaluated(
        &mut self,
        id: NodeId,
        rules: &'s Rules,
        place: &Place<'_>,
        report: &mut Report,
        seen: &mut Evaluated,
    ) {
        match place.value {
            Value::Array(items) => self.unevaluated_items(rules, items, place, report, seen),
            Value::Object(members) => {
                self.unevaluated_properties(id, rules, members, place, report, seen);
            }
            _ => {}
        }
    }
}
