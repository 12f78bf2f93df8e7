//! `#[mcp_tool(..)]`.

use proc_macro2::TokenStream;

use super::Written;
use super::attr::{Attr, Own};
use super::entry::{self, Keys};
use super::handler_attr::{HandlerAttr, HandlerKey, handler_keys};
use crate::diagnostics::Errors;

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
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_tool";
    const ALL: &'static [(&'static str, Self)] = handler_keys! {
        ("read_only", Self::Hint(HintKind::ReadOnly)),
        ("destructive", Self::Hint(HintKind::Destructive)),
        ("idempotent", Self::Hint(HintKind::Idempotent)),
        ("open_world", Self::Hint(HintKind::OpenWorld)),
    };

    fn repeats(self) -> bool {
        matches!(self, Self::Handler(key) if key.repeats())
    }
}

/// Reads what is between the attribute's parentheses.
pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Attr {
    let (mut handler, mut hints) = (HandlerAttr::default(), Vec::new());
    for entry in entry::of_arguments(arguments, errors) {
        match entry.key {
            Key::Handler(key) => handler.read(key, &entry, errors),
            Key::Hint(kind) => {
                hints.extend(entry.flag(errors).map(|written| Hint { kind, written }));
            }
        }
    }
    Attr { handler, own: Own::Tool(hints) }
}
