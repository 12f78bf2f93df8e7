use std::fmt::Write as _;

use serde_json::value::RawValue;

use crate::error::{CallError, code};
use crate::schema::Violation;
use crate::usage::Kind;

/// Collects what is wrong with one call's arguments, so that the agent can
/// mend everything in one go.
#[derive(Default)]
pub(crate) struct Rejections(Vec<Violation>);

/// What is shown where nothing was sent.
pub(super) const NOTHING: &str = "nothing";

/// Shown in place of what a secret argument held.
pub(super) const HIDDEN: &str = "a secret, which is not shown";

/// More would drown the model without helping it.
const MOST: usize = 32;

impl Rejections {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn add(&mut self, pointer: String, expected: impl Into<String>, got: String) {
        self.push(Violation { pointer, expected: expected.into(), got });
    }

    /// Adds what a validator found below `pointer`.
    pub(super) fn extend(&mut self, pointer: &str, found: Vec<Violation>) {
        for violation in found {
            self.push(Violation {
                pointer: format!("{pointer}{}", violation.pointer),
                ..violation
            });
        }
    }

    fn push(&mut self, violation: Violation) {
        if self.0.len() < MOST {
            self.0.push(violation);
        }
    }

    /// `secrets` are the pointers of arguments that must not be shown.
    pub(super) fn into_error(mut self, kind: Kind, secrets: &[String]) -> CallError {
        for violation in &mut self.0 {
            // All of them are in what is said of the whole.
            let held = |secret: &String| {
                violation.pointer.is_empty() || violation.pointer.starts_with(secret.as_str())
            };
            if violation.got != NOTHING && secrets.iter().any(held) {
                HIDDEN.clone_into(&mut violation.got);
            }
        }
        let mut message = match self.0.len() {
            1 => "1 argument is invalid".to_owned(),
            n => format!("{n} arguments are invalid"),
        };
        for (index, Violation { pointer, expected, got }) in self.0.iter().enumerate() {
            let separator = if index == 0 { ": " } else { "; " };
            let place = if pointer.is_empty() { "the arguments" } else { pointer };
            let _ = write!(message, "{separator}{place}: expected {expected}, got {got}");
        }
        let again = if kind == Kind::Tool { "call the tool" } else { "send the request" };
        CallError::new(code::INVALID_INPUT, message)
            .action(format!("Correct the arguments named in details.violations and {again} again."))
            .detail("violations", &self.0)
    }
}

/// The JSON pointer of a top-level member (RFC 6901).
pub(super) fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A value as shown in a message, cut to a readable length.
pub(super) fn shown(raw: &RawValue) -> String {
    const LONGEST: usize = 80;
    let text = raw.get();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
