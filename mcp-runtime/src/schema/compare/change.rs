use serde_json::Value;

use super::{Compare, Role};
use crate::schema::got;

/// One difference that somebody may notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) level: Level,
    /// Where: an RFC 6901 pointer, in which references are followed.
    pub(crate) pointer: String,
    pub(crate) what: String,
    /// What to do in place of it; empty for notes.
    pub(crate) instead: &'static str,
}

/// What a change does to those who rely on things as they were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// It breaks them.
    Breaking,
    /// Nobody can tell; it counts as breaking.
    Unknown,
    /// Things go on, and may mean something else.
    Warning,
    /// Nothing that was right is wrong now.
    Note,
}

impl Level {
    pub(crate) fn is_breaking(self) -> bool {
        matches!(self, Self::Breaking | Self::Unknown)
    }
}

/// What to do in general.
pub(super) const KEEP: &str = "keep it as it was and offer the new form under another name";
const LOOK: &str = "compare the two by hand, and accept the change with `schema --lock`";

impl Compare<'_> {
    pub(super) fn breaking(&mut self, at: &str, what: impl Into<String>, instead: &'static str) {
        self.push(Level::Breaking, at, what.into(), instead);
    }

    /// Whether it breaks anything is left to people.
    pub(super) fn unknown(&mut self, at: &str, what: &str) {
        let what = format!("{what}: cannot tell, treated as breaking");
        self.push(Level::Unknown, at, what, LOOK);
    }

    pub(super) fn warning(&mut self, at: &str, what: impl Into<String>, instead: &'static str) {
        self.push(Level::Warning, at, what.into(), instead);
    }

    pub(super) fn note(&mut self, at: &str, what: &str, old: Option<&Value>, new: Option<&Value>) {
        let what = match (old, new) {
            (None, None) => what.to_owned(),
            _ => format!("{what} {}", from_to(old, new)),
        };
        self.push(Level::Note, at, what, "");
    }

    /// A keyword that has another value now, and whether things fit all the same.
    pub(super) fn keyword(
        &mut self,
        at: &str,
        keyword: &str,
        values: (Option<&Value>, Option<&Value>),
        fits: bool,
        instead: &'static str,
    ) {
        let (old, new) = self.in_order(values.0, values.1);
        if old == new {
            return;
        }
        let what = format!("`{keyword}` {}", from_to(old, new));
        if fits {
            self.push(Level::Note, at, what, "");
        } else {
            self.push(Level::Breaking, at, what, instead);
        }
    }

    /// An argument that is left out means something else, or is no longer explained.
    pub(super) fn default(&mut self, at: &str, old: &Value, new: &Value) {
        let (old, new) = (old.get("default"), new.get("default"));
        if old == new || self.role == Role::Output {
            return;
        }
        let what = format!("the default {}", from_to(old, new));
        match old {
            None => self.note(at, &what, None, None),
            Some(_) => self.warning(
                at,
                what,
                "keep the old default: callers that leave the argument out rely on it",
            ),
        }
    }

    fn push(&mut self, level: Level, at: &str, what: String, instead: &'static str) {
        let change = Change { level, pointer: at.to_owned(), what, instead };
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }
}

fn from_to(old: Option<&Value>, new: Option<&Value>) -> String {
    match (old, new) {
        (Some(old), Some(new)) => {
            format!("changed from {} to {}", got::quote(old), got::quote(new))
        }
        (Some(old), None) => format!("{} was removed", got::quote(old)),
        (None, Some(new)) => format!("{} was added", got::quote(new)),
        (None, None) => "changed".to_owned(),
    }
}

/// A pointer with one more token.
pub(super) fn step(at: &str, token: &str) -> String {
    format!("{at}/{}", token.replace('~', "~0").replace('/', "~1"))
}
