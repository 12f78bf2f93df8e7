//! Schemas that allow a list of values only.

use serde_json::Value;

use super::LEVELS;
use crate::schema::{
    got,
    node::{InPlace, NodeId, Nodes, Rules},
    types::Types,
};

/// Values and characters that a list shows.
const VALUES: usize = 24;
const CHARACTERS: usize = 400;

static NULL: Value = Value::Null;

/// `one of "fast", "slow"`, or the value itself if there is one only.
pub(in crate::schema) fn one_of(values: &[&Value]) -> String {
    match values {
        [] => "no value".to_owned(),
        [only] => got::quote(only),
        _ => format!("one of {}", list(values)),
    }
}

fn list(values: &[&Value]) -> String {
    let mut list = String::new();
    for (index, value) in values.iter().enumerate() {
        if index == VALUES || list.len() > CHARACTERS {
            return format!("{list}, and {} more", values.len() - index);
        }
        if index > 0 {
            list.push_str(", ");
        }
        list.push_str(&got::quote(value));
    }
    list
}

/// The values that the alternatives allow, if each of them allows certain values only. Generators write a documented
/// enum as `oneOf` of `const`, and an optional one as an alternative of it and `null`.
pub(in crate::schema) fn choices_of<'s>(
    nodes: &'s Nodes,
    alternatives: &[NodeId],
) -> Option<Vec<&'s Value>> {
    let mut values = Vec::new();
    gather(nodes, alternatives, LEVELS, &mut values)?;
    Some(values)
}

fn gather<'s>(
    nodes: &'s Nodes,
    alternatives: &[NodeId],
    levels: usize,
    values: &mut Vec<&'s Value>,
) -> Option<()> {
    let levels = levels.checked_sub(1)?;
    for &id in alternatives {
        let rules = nodes.rules(id)?;
        match (&rules.choices, rules.in_place.as_slice()) {
            (Some(choices), []) => values.extend(&choices.values),
            (None, []) if rules.types == Some(Types::NULL) => values.push(&NULL),
            (None, [InPlace::Ref(node)]) if says_nothing_else(rules) => {
                gather(nodes, &[*node], levels, values)?;
            }
            (None, [InPlace::Any(ids) | InPlace::One(ids)]) if says_nothing_else(rules) => {
                gather(nodes, ids, levels, values)?;
            }
            _ => return None,
        }
    }
    Some(())
}

/// Beside its alternatives; a `type` there only repeats that of the values.
fn says_nothing_else(rules: &Rules) -> bool {
    rules.number.is_none()
        && rules.string.is_none()
        && rules.array.is_none()
        && rules.object.is_none()
}
