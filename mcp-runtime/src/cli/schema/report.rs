use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::changes::Changed;
use crate::schema::compare::Level;

/// For people: what breaks first, each as `tool NAME /pointer: what; what to do instead`.
pub(super) fn text(changes: &[Changed], path: &Path) -> String {
    let count = |breaks: bool| {
        changes.iter().filter(|one| one.change.level.is_breaking() == breaks).count()
    };
    let mut text = String::new();
    for (heading, levels) in [
        ("breaking", &[Level::Breaking, Level::Unknown][..]),
        ("look at these", &[Level::Warning]),
        ("additions and other changes", &[Level::Note]),
    ] {
        let mut some = changes.iter().filter(|one| levels.contains(&one.change.level)).peekable();
        if some.peek().is_some() {
            let _ = writeln!(text, "{heading}:");
        }
        for Changed { kind, name, change } in some {
            let space = if change.pointer.is_empty() { "" } else { " " };
            let _ = write!(text, "  {kind} {name}{space}{}: {}", change.pointer, change.what);
            if !change.instead.is_empty() {
                let _ = write!(text, "; {}", change.instead);
            }
            text.push('\n');
        }
    }
    let path = path.display();
    match (count(true), count(false)) {
        (0, 0) => text.push_str("no changes"),
        (0, _) => {
            let _ =
                write!(text, "nothing breaks; `schema --lock {path}` writes down how it is now");
        }
        (breaking, _) => {
            let s = if breaking == 1 { "" } else { "s" };
            let _ = write!(
                text,
                "{breaking} breaking change{s}; where {} meant, `schema --lock {path}` accepts {}",
                if breaking == 1 { "it is" } else { "they are" },
                if breaking == 1 { "it" } else { "them" }
            );
        }
    }
    text
}

/// For programs.
pub(super) fn json(changes: &[Changed]) -> Value {
    let level = |level| match level {
        Level::Breaking => "breaking",
        Level::Unknown => "unknown",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let all: Value = changes
        .iter()
        .map(|Changed { kind, name, change }| {
            json!({
                kind.as_str(): name,
                "pointer": change.pointer,
                "level": level(change.level),
                "breaking": change.level.is_breaking(),
                "what": change.what,
                "instead": (!change.instead.is_empty()).then_some(change.instead),
            })
        })
        .collect();
    json!({"breaking": changes.iter().any(|one| one.change.level.is_breaking()), "changes": all})
}
