//! What changed between two lists of tools, for those who call them.

use serde_json::Value;

use crate::schema::compare::{Change, Level, Role, compare};

/// Changes, each with the tool that it is of.
pub(super) type Changes = Vec<(String, Change)>;

pub(super) fn between(old: &[Value], new: &[Value]) -> Changes {
    let name = |tool: &Value| tool["name"].as_str().unwrap_or_default().to_owned();
    let named = |tools: &'_ [Value], name: &str| tools.iter().find(|t| t["name"] == name).cloned();
    let mut changes = Vec::new();
    for tool in old {
        let name = name(tool);
        match named(new, &name) {
            Some(new) => {
                changes.extend(self::tool(tool, &new).into_iter().map(|one| (name.clone(), one)));
            }
            None => changes.push((
                name,
                change(
                    Level::Breaking,
                    "",
                    "the tool was removed",
                    "keep it, and say in its description what replaces it",
                ),
            )),
        }
    }
    for tool in new.iter().filter(|tool| named(old, &name(tool)).is_none()) {
        changes.push((name(tool), change(Level::Note, "", "the tool was added", "")));
    }
    changes
}

fn change(level: Level, pointer: &str, what: impl Into<String>, instead: &'static str) -> Change {
    Change { level, pointer: pointer.to_owned(), what: what.into(), instead }
}

fn tool(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    for member in ["title", "description"] {
        if old.get(member) != new.get(member) {
            let what = format!("the {member} changed");
            changes.push(change(Level::Note, &format!("/{member}"), what, ""));
        }
    }
    changes.extend(compare("/inputSchema", &old["inputSchema"], &new["inputSchema"], Role::Input));
    let at = "/outputSchema";
    match (old.get("outputSchema"), new.get("outputSchema")) {
        (Some(old), Some(new)) => changes.extend(compare(at, old, new, Role::Output)),
        (None, Some(_)) => changes.push(change(Level::Note, at, "results have a schema now", "")),
        (Some(_), None) => changes.push(change(
            Level::Breaking,
            at,
            "results have no schema any more",
            "keep returning structured content",
        )),
        (None, None) => {}
    }
    hints(old, new, &mut changes);
    auth(old, new, &mut changes);
    changes
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
        let instead = "grant the scopes to all who call it before, or imply them by what they have";
        change(Level::Breaking, "/auth", what, instead)
    } else {
        change(Level::Note, "/auth", what, "")
    });
}

#[cfg(test)]
mod tests;
