//! What changed between two lists of what there is, for those who use it.

mod method;
mod resource;
mod task;

use serde_json::Value;

use super::Entries;
use crate::schema::compare::{Change, Level, Role, compare};
use crate::usage::Kind;

/// A change, and what it is of.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) change: Change,
}

pub(super) fn between(old: &Entries, new: &Entries) -> Vec<Changed> {
    let mut changes = Vec::new();
    for (kind, one) in old {
        let after = counterpart(*kind, one, new);
        let found = match (kind, after) {
            (_, None) => vec![change(
                Level::Breaking,
                "",
                format!("the {kind} was removed"),
                "keep it, and say in its description what replaces it",
            )],
            (Kind::Tool, Some(after)) => tool(one, after),
            (Kind::Prompt, Some(after)) => prompt(one, after),
            (Kind::Method, Some(after)) => method::method(one, after),
            (Kind::Resource, Some(after)) => resource::resource(one, after),
        };
        let of_it = |change| Changed { kind: *kind, name: name(one), change };
        changes.extend(found.into_iter().map(of_it));
    }
    for (kind, one) in new.iter().filter(|(kind, one)| counterpart(*kind, one, old).is_none()) {
        let change = change(Level::Note, "", format!("the {kind} was added"), "");
        changes.push(Changed { kind: *kind, name: name(one), change });
    }
    changes
}

fn name(one: &Value) -> String {
    one["name"].as_str().unwrap_or_default().to_owned()
}

/// What callers who know the one find in its place: tools and prompts by their
/// names, a resource by its URI, else by its name.
fn counterpart<'a>(kind: Kind, one: &Value, others: &'a Entries) -> Option<&'a Value> {
    let mut others = others.iter().filter(|other| other.0 == kind).map(|other| &other.1);
    let same_uri = |other: &&Value| resource::uri(other) == resource::uri(one);
    let same_name = |other: &&Value| other["name"] == one["name"];
    if kind == Kind::Resource
        && let Some(found) = others.clone().find(same_uri)
    {
        return Some(found);
    }
    others.find(same_name)
}

fn change(level: Level, pointer: &str, what: impl Into<String>, instead: &'static str) -> Change {
    Change { level, pointer: pointer.to_owned(), what: what.into(), instead }
}

fn tool(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = texts(old, new);
    changes.extend(arguments(old, new));
    changes.extend(results(old, new));
    hints(old, new, &mut changes);
    changes.extend(task::task(old, new));
    auth(old, new, &mut changes);
    changes
}

fn results(old: &Value, new: &Value) -> Vec<Change> {
    let at = "/outputSchema";
    match (old.get("outputSchema"), new.get("outputSchema")) {
        (Some(old), Some(new)) => compare(at, old, new, Role::Output),
        (None, Some(_)) => vec![change(Level::Note, at, "results have a schema now", "")],
        (Some(_), None) => vec![change(
            Level::Breaking,
            at,
            "results have no schema any more",
            "keep returning structured content",
        )],
        (None, None) => Vec::new(),
    }
}

/// Arguments are texts there. Where all values that the old schema takes fit the new one, so do the texts that
/// spell them.
fn prompt(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = texts(old, new);
    changes.extend(arguments(old, new));
    auth(old, new, &mut changes);
    changes
}

fn texts(old: &Value, new: &Value) -> Vec<Change> {
    let changed =
        ["title", "description"].into_iter().filter(|text| old.get(text) != new.get(text));
    let note = |text| change(Level::Note, &format!("/{text}"), format!("the {text} changed"), "");
    changed.map(note).collect()
}

fn arguments(old: &Value, new: &Value) -> Vec<Change> {
    compare("/inputSchema", &old["inputSchema"], &new["inputSchema"], Role::Input)
}

/// Hints by which clients decide what to do without asking, and how they are taken when absent.
fn hints(old: &Value, new: &Value, changes: &mut Vec<Change>) {
    for (hint, absent, worse, level) in [
        ("readOnlyHint", false, false, Level::Breaking),
        ("destructiveHint", true, true, Level::Breaking),
        ("idempotentHint", false, false, Level::Breaking),
        ("openWorldHint", true, true, Level::Warning),
    ] {
        let said = |tool: &Value| tool["annotations"][hint].as_bool().unwrap_or(absent);
        let (old, new) = (said(old), said(new));
        if old == new {
            continue;
        }
        let (level, instead) = if new == worse {
            (level, "offer it as another tool: clients may run this one without asking")
        } else {
            (Level::Note, "")
        };
        let what = format!("`{hint}` changed from {old} to {new}");
        changes.push(change(level, &format!("/annotations/{hint}"), what, instead));
    }
}

/// Who may call it: everybody, whom the server lets in, or whoever has these scopes.
fn auth(old: &Value, new: &Value, changes: &mut Vec<Change>) {
    let (before, after) = (&old["auth"], &new["auth"]);
    if before == after {
        return;
    }
    let is_public = |auth: &Value| auth == "public";
    let has = |scope: &Value| before.as_array().is_some_and(|scopes| scopes.contains(scope));
    let wanted = after.as_array().map(Vec::as_slice).unwrap_or_default();
    let added: Vec<String> = wanted.iter().filter(|one| !has(one)).map(Value::to_string).collect();
    let narrowed = is_public(before)
        || (!is_public(after) && (!added.is_empty() || (before.is_null() && after.is_array())));
    let shown = |auth: &Value| match auth {
        Value::Null => "whom the server lets in".to_owned(),
        Value::Array(scopes) if scopes.is_empty() => "whoever proves who it is".to_owned(),
        Value::Array(scopes) => {
            let scopes: Vec<&str> = scopes.iter().filter_map(Value::as_str).collect();
            format!("whoever has {}", scopes.join(" and "))
        }
        _ => "everybody".to_owned(),
    };
    let what = format!("it is for {} now, and was for {}", shown(after), shown(before));
    changes.push(if narrowed {
        let instead = "grant the scopes to all who use it before, or imply them by what they have";
        change(Level::Breaking, "/auth", what, instead)
    } else {
        change(Level::Note, "/auth", what, "")
    });
}

#[cfg(test)]
mod tests;
