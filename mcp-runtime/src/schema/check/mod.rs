//! Evaluation of one instance.

mod alternatives;
mod array;
mod evaluated;
mod in_place;
mod object;
mod scalar;
mod tags;

use std::collections::HashMap;

use serde_json::Value;

pub(super) use self::evaluated::Evaluated;
use super::{
    describe,
    limits::{MAX_CHECK_DEPTH, MAX_REMEMBERED},
    node::{Node, NodeId, Nodes, Rules},
    place::Place,
    report::{Finding, Report},
};

/// The state of one validation.
///
/// A recursive type with alternatives, such as an expression tree, meets the same value again along every path of
/// alternatives that leads to it: exponentially often in the depth of the instance, which the client chooses. Verdicts
/// on such values are therefore remembered, by the address of the value, which is borrowed for as long as this lives.
pub(super) struct Run<'s> {
    nodes: &'s Nodes,
    remembered: HashMap<(NodeId, usize), Memory>,
    depth: usize,
    /// Keywords around the current place that evaluate one value more than once.
    forks: usize,
    /// The evaluation met a bound; no verdict since then can be trusted.
    exhausted: bool,
}

impl<'s> Run<'s> {
    pub(super) fn new(nodes: &'s Nodes) -> Self {
        Self { nodes, remembered: HashMap::new(), depth: 0, forks: 0, exhausted: false }
    }

    pub(super) const fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// Whether the value matches. With `seen`, notes what of the value was evaluated; that is only meaningful if it
    /// does match.
    pub(super) fn holds(
        &mut self,
        id: NodeId,
        place: &Place<'_>,
        seen: Option<&mut Evaluated>,
    ) -> bool {
        let mut report = Report::verdict();
        self.check(id, place, &mut report, seen);
        !report.stop()
    }

    /// Evaluates a schema against a value.
    pub(super) fn check(
        &mut self,
        id: NodeId,
        place: &Place<'_>,
        report: &mut Report,
        seen: Option<&mut Evaluated>,
    ) {
        let nodes = self.nodes;
        let rules = match &nodes[id] {
            Node::Always => return,
            Node::Never => return report.fail(place.depth, || Finding::at(place, "no value here")),
            Node::Rules(rules) => rules.as_ref(),
        };
        self.exhausted |= self.depth == MAX_CHECK_DEPTH;
        if self.exhausted {
            return report.abort();
        }
        let memorable = rules.shared
            && self.forks > 0
            && seen.is_none()
            && matches!(place.value, Value::Array(_) | Value::Object(_));
        if memorable && self.is_settled(id, place, report) {
            return;
        }
        self.depth += 1;
        self.forks += usize::from(rules.forks);
        self.apply(id, rules, place, report, seen);
        self.depth -= 1;
        self.forks -= usize::from(rules.forks);
        if memorable && report.is_verdict() {
            let holds = !report.stop();
            self.remember(id, place.value, if holds { Memory::Holds } else { Memory::Fails });
        }
    }

    /// Whether what is known of the value leaves nothing to evaluate; the report then says so.
    fn is_settled(&mut self, id: NodeId, place: &Place<'_>, report: &mut Report) -> bool {
        let mut memory = self.recall(id, place.value);
        if memory.is_none() && !report.is_verdict() {
            // Worth a look only if there is something to word.
            self.holds(id, place, None);
            memory = self.recall(id, place.value);
        }
        match memory {
            Some(Memory::Holds) => true,
            Some(_) if report.is_verdict() => {
                report.abort();
                true
            }
            Some(Memory::Told) if report.is_collecting() => true,
            Some(_) if report.is_collecting() => {
                self.remember(id, place.value, Memory::Told);
                false
            }
            _ => false,
        }
    }

    fn apply(
        &mut self,
        id: NodeId,
        rules: &'s Rules,
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        if !rules.tracks() {
            self.assert(id, rules, place, report, seen);
            return;
        }
        let mut own = Evaluated::none_of(place.value);
        self.assert(id, rules, place, report, Some(&mut own));
        if !report.stop() {
            self.unevaluated(id, rules, place, report, &mut own);
        }
        if let Some(seen) = &mut seen {
            seen.merge(&own);
        }
    }

    /// All keywords but the `unevaluated` ones.
    fn assert(
        &mut self,
        id: NodeId,
        rules: &'s Rules,
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        if !scalar::is_of_kind(rules, place.value) {
            // The phrase covers the other keywords, and what a value of the wrong kind holds does not matter.
            if let Some(seen) = seen {
                seen.mark_all();
            }
            let nodes = self.nodes;
            return report.fail(place.depth, || Finding::at(place, describe::phrase(nodes, id)));
        }
        match place.value {
            Value::Number(number) => scalar::number(rules, number, place, report),
            Value::String(string) => scalar::string(rules, string, place, report),
            Value::Array(items) => {
                self.array(rules, items, place, report, seen.as_deref_mut());
            }
            Value::Object(members) => {
                self.object(id, rules, members, place, report, seen.as_deref_mut());
            }
            Value::Null | Value::Bool(_) => {}
        }
        for rule in &rules.in_place {
            if report.stop() {
                return;
            }
            self.in_place(rule, place, report, seen.as_deref_mut());
        }
    }

    fn recall(&self, id: NodeId, value: &Value) -> Option<Memory> {
        self.remembered.get(&(id, address(value))).copied()
    }

    fn remember(&mut self, id: NodeId, value: &Value, memory: Memory) {
        if !self.exhausted {
            self.exhausted = self.remembered.len() >= MAX_REMEMBERED;
            self.remembered.insert((id, address(value)), memory);
        }
    }
}

/// What is known of a schema and a value.
#[derive(Debug, Clone, Copy)]
enum Memory {
    Holds,
    Fails,
    /// It fails, and its violations are collected. To collect them again would list nothing new, and along every path
    /// that leads there.
    Told,
}

fn address(value: &Value) -> usize {
    std::ptr::from_ref(value).addr()
}
