//! Whether no value fits two of several schemas: then one of them is the same as any of them.

use serde_json::{Map, Value};

use super::choices;
use super::keywords::types;
use super::object::{listed, requires};
use crate::schema::equal::equal;
use crate::schema::reference::resolve;
use crate::schema::types::Types;

/// More alternatives than anybody writes are not looked at.
const MOST: usize = 64;

pub(super) fn all(document: &Value, branches: &[Value]) -> bool {
    let resolved: Option<Vec<_>> =
        branches.iter().map(|branch| resolve(document, branch)).collect();
    let Some(resolved) = resolved.filter(|all| all.len() <= MOST) else { return false };
    resolved.iter().enumerate().all(|(index, one)| {
        resolved[index + 1..].iter().all(|other| match (one.as_object(), other.as_object()) {
            (Some(one), Some(other)) => two(document, one, other),
            _ => false,
        })
    })
}

fn two(document: &Value, one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let (first, second) = (types(one), types(other));
    if !first.iter().any(|kind| second.has(kind)) {
        return true;
    }
    if let (Some(first), Some(second)) = (choices::of(one), choices::of(other)) {
        return !first.iter().any(|a| second.iter().any(|b| equal(a, b)));
    }
    let only_objects = |types: Types| types == Types::OBJECT;
    only_objects(first)
        && only_objects(second)
        && (refuses(one, other)
            || refuses(other, one)
            || listed(one)
                .filter(|name| requires(other, name))
                .any(|name| tells_apart(document, one, other, name)))
}

/// Whether one has no room for a member that the other demands.
fn refuses(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let closed = one.get("additionalProperties") == Some(&Value::Bool(false))
        && !one.contains_key("patternProperties");
    let has = |name: &str| one.get("properties").is_some_and(|all| all.get(name).is_some());
    closed && listed(other).any(|name| !has(name))
}

/// Whether both list the values of this member, and have none in common.
fn tells_apart(
    document: &Value,
    one: &Map<String, Value>,
    other: &Map<String, Value>,
    name: &str,
) -> bool {
    let values = |schema: &Map<String, Value>| {
        let member = resolve(document, schema.get("properties")?.get(name)?)?;
        choices::of(member.as_object()?)
    };
    match (values(one), values(other)) {
        (Some(one), Some(other)) => !one.iter().any(|a| other.iter().any(|b| equal(a, b))),
        _ => false,
    }
}
