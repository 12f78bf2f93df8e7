//! `#[mcp_tool(..)]`.

use proc_macro2::TokenStream;
use syn::Lit;

use super::Written;
use super::attr::{Attr, Own};
use super::entry::{self, Entry, Keys, Value};
use super::handler_attr::{HandlerAttr, HandlerKey, handler_keys};
use crate::diagnostics::Errors;

/// What only tools can say.
pub(crate) struct ToolAttr {
    /// In the order written.
    pub(crate) hints: Vec<Hint>,
    pub(crate) task: Option<Task>,
}

/// Whether a call goes on after its request was answered.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Task {
    /// Where the client can follow it.
    Supported,
    /// Always: other clients cannot call it.
    Required,
}

/// A behaviour hint of `ToolAnnotations`; it is sent only if it was written.
pub(crate) struct Hint {
    pub(crate) kind: HintKind,
    pub(crate) written: Written<bool>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum HintKind {
    ReadOnly,
    Destructive,
    Idempotent,
    OpenWorld,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Handler(HandlerKey),
    Hint(HintKind),
    Task,
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_tool";
    const ALL: &'static [(&'static str, Self)] = handler_keys! {
        ("read_only", Self::Hint(HintKind::ReadOnly)),
        ("destructive", Self::Hint(HintKind::Destructive)),
        ("idempotent", Self::Hint(HintKind::Idempotent)),
        ("open_world", Self::Hint(HintKind::OpenWorld)),
        ("task", Self::Task),
    };

    fn repeats(self) -> bool {
        matches!(self, Self::Handler(key) if key.repeats())
    }
}

/// Reads what is between the attribute's parentheses.
pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Attr {
    let (mut handler, mut tool) =
        (HandlerAttr::default(), ToolAttr { hints: Vec::new(), task: None });
    for entry in entry::of_arguments(arguments, errors) {
        match entry.key {
            Key::Handler(key) => handler.read(key, &entry, errors),
            Key::Hint(kind) => {
                tool.hints.extend(entry.flag(errors).map(|written| Hint { kind, written }));
            }
            Key::Task => tool.task = task(&entry, errors),
        }
    }
    Attr { handler, own: Own::Tool(tool) }
}

/// `task`, `task = false` or `task = "required"`.
fn task(entry: &Entry<Key>, errors: &mut Errors) -> Option<Task> {
    match (&entry.value, entry.lit()) {
        (Value::Nothing, _) => Some(Task::Supported),
        (_, Some(Lit::Bool(bool))) => bool.value.then_some(Task::Supported),
        (_, Some(Lit::Str(text))) if text.value() == "required" => Some(Task::Required),
        _ => entry.wrong("is a flag, or \"required\"", &["task", "task = \"required\""], errors),
    }
}
