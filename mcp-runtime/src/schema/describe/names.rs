//! Property names: which are allowed, and which was meant.

use serde_json::{Map, Value};

use super::{LEVELS, quantity};
use crate::schema::node::{InPlace, NodeId, Nodes};

/// Names that a phrase lists.
const LISTED: usize = 20;

/// Names longer than this are not compared; the time is their product.
const COMPARED: usize = 64;

/// ``no other property; allowed: city, days (did you mean `city`?)``
pub(in crate::schema) fn no_other_property(
    nodes: &Nodes,
    id: NodeId,
    name: &str,
    members: &Map<String, Value>,
) -> String {
    let mut allowed = Allowed::default();
    allowed.gather(nodes, id, LEVELS);
    if allowed.names.is_empty() && allowed.patterns.is_empty() {
        return "no other property; none is allowed".to_owned();
    }
    let list = allowed.list();
    // A name that is there already is not the one that was meant.
    let absent = allowed.names.iter().filter(|name| !members.contains_key(**name));
    let hint = closest(name, absent)
        .map(|meant| format!(" (did you mean `{meant}`?)"))
        .unwrap_or_default();
    format!("no other property; allowed: {list}{hint}")
}

#[derive(Default)]
struct Allowed<'s> {
    names: Vec<&'s str>,
    patterns: Vec<String>,
}

impl<'s> Allowed<'s> {
    /// The names that a schema and those it applies to the same object know.
    fn gather(&mut self, nodes: &'s Nodes, id: NodeId, levels: usize) {
        let Some(rules) = nodes.rules(id) else { return };
        if let Some(object) = &rules.object {
            for (name, node) in &object.properties {
                if !nodes.is_never(*node) && !self.names.contains(&name.as_ref()) {
                    self.names.push(name);
                }
            }
            let patterns = object.patterns.iter().filter(|(_, node)| !nodes.is_never(*node));
            self.patterns.extend(patterns.map(|(pattern, _)| quantity::shown(pattern)));
        }
        // `additionalProperties` sees its neighbours only (2020-12 core, 10.3.2.3).
        let sees_further = rules.unevaluated_properties.is_some() || levels < LEVELS;
        if levels == 0 || !sees_further {
            return;
        }
        for rule in &rules.in_place {
            if !matches!(rule, InPlace::Not { .. }) {
                for node in rule.nodes() {
                    self.gather(nodes, node, levels - 1);
                }
            }
        }
    }

    fn list(&self) -> String {
        let mut items: Vec<String> =
            self.names.iter().take(LISTED).map(|&name| name.to_owned()).collect();
        if self.names.len() > LISTED {
            items.push(format!("and {} more", self.names.len() - LISTED));
        }
        items.extend(
            self.patterns.iter().take(3).map(|pattern| format!("names matching {pattern}")),
        );
        items.join(", ")
    }
}

/// The candidate that the name is probably a misspelling of.
fn closest<'n>(name: &str, candidates: impl Iterator<Item = &'n &'n str>) -> Option<&'n str> {
    let wanted = letters(name)?;
    candidates
        .filter_map(|candidate| {
            let letters = letters(candidate)?;
            let tolerated = (wanted.len().max(letters.len()) / 3).clamp(1, 3);
            if wanted.len().abs_diff(letters.len()) > tolerated {
                return None;
            }
            let distance = distance(&wanted, &letters);
            // Half of the letters of a short name wrong is another name.
            let close = distance <= tolerated && distance * 2 < wanted.len();
            close.then_some((distance, *candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Without what naming conventions differ in.
fn letters(name: &str) -> Option<Vec<char>> {
    if name.len() > COMPARED {
        return None;
    }
    let letters = name.chars().filter(|char| !matches!(char, '_' | '-' | ' '));
    Some(letters.flat_map(char::to_lowercase).collect())
}

/// Insertions, deletions, substitutions and swaps of neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut current = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let changed = previous[j] + usize::from(left != right);
            let mut best = changed.min(previous[j + 1] + 1).min(current[j] + 1);
            if i > 0 && j > 0 && *left == b[j - 1] && a[i - 1] == *right {
                best = best.min(before[j - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_are_recognised() {
        let names = ["city", "max_results", "days", "id"];
        for (name, meant) in [
            ("citty", Some("city")),
            ("City", Some("city")),
            ("ctiy", Some("city")),
            ("maxResults", Some("max_results")),
            ("max-result", Some("max_results")),
            ("day", Some("days")),
            ("country", None),
            ("x", None),
            ("ix", None),
            ("", None),
        ] {
            assert_eq!(closest(name, names.iter()), meant, "{name}");
        }
    }

    #[test]
    fn distances() {
        let distance = |a: &str, b: &str| {
            super::distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>())
        };
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ab", "ba"), 1);
    }
}
