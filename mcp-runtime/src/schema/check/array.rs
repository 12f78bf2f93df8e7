//! Keywords for arrays.

use serde_json::Value;

use super::{Evaluated, Run};
use crate::schema::{
    describe,
    equal::first_duplicate,
    node::Rules,
    place::Place,
    report::{Finding, Report},
    rules::{ArrayRules, Contains},
};

impl<'s> Run<'s> {
    pub(super) fn array(
        &mut self,
        rules: &'s Rules,
        items: &[Value],
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        let Some(rules) = &rules.array else { return };
        if !rules.length.contains(items.len()) {
            report.fail(place.depth, || {
                Finding::at(place, describe::count(rules.length, "item", "items"))
            });
        }
        if report.stop() {
            return;
        }
        self.items(rules, items, place, report, seen.as_deref_mut());
        if report.stop() {
            return;
        }
        if rules.unique
            && let Some((earlier, later)) = first_duplicate(items)
        {
            report.fail(place.depth, || {
                let duplicate = place.item(later, &items[later]);
                Finding::at(
                    &duplicate,
                    format!("no repeated items; item {earlier} has the same value"),
                )
            });
        }
        if let Some(contains) = &rules.contains {
            self.contains(contains, items, place, report, seen);
        }
    }

    fn items(
        &mut self,
        rules: &'s ArrayRules,
        items: &[Value],
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        let covered =
            if rules.items.is_some() { items.len() } else { items.len().min(rules.prefix.len()) };
        for (index, item) in items[..covered].iter().enumerate() {
            let Some(node) = rules.prefix.get(index).copied().or(rules.items) else {
                continue;
            };
            if let Some(seen) = &mut seen {
                seen.mark(index);
            }
            let item = place.item(index, item);
            if self.nodes.is_never(node) {
                report.fail(place.depth, || Finding::at(&item, too_many(index)));
            } else {
                self.check(node, &item, report, None);
            }
            if report.stop() {
                return;
            }
        }
    }

    fn contains(
        &mut self,
        contains: &'s Contains,
        items: &[Value],
        place: &Place<'_>,
        report: &mut Report,
        mut seen: Option<&mut Evaluated>,
    ) {
        let mut found = 0;
        for (index, item) in items.iter().enumerate() {
            if self.holds(contains.node, &place.item(index, item), None) {
                found += 1;
                if let Some(seen) = &mut seen {
                    seen.mark(index);
                }
            }
            if seen.is_none() && contains.count.max.is_none() && contains.count.contains(found) {
                return;
            }
        }
        if !contains.count.contains(found) {
            let nodes = self.nodes;
            report.fail(place.depth, || Finding::at(place, describe::contains(nodes, contains)));
        }
    }

    /// `unevaluatedItems`.
    pub(super) fn unevaluated_items(
        &mut self,
        rules: &'s Rules,
        items: &[Value],
        place: &Place<'_>,
        report: &mut Report,
        seen: &mut Evaluated,
    ) {
        let Some(node) = rules.unevaluated_items else {
            return;
        };
        for (index, item) in items.iter().enumerate() {
            if seen.has(index) {
                continue;
            }
            let item = place.item(index, item);
            if self.nodes.is_never(node) {
                report.fail(place.depth, || Finding::at(&item, too_many(index)));
            } else {
                self.check(node, &item, report, None);
            }
            if report.stop() {
                return;
            }
        }
        seen.mark_all();
    }
}

fn too_many(index: usize) -> String {
    format!("no item at position {index}")
}
