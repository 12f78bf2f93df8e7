//! `#[mcp_prompt(..)]`.

use proc_macro2::TokenStream;

use super::attr::{Attr, Own};
use super::entry::{self, Keys};
use super::handler_attr::{HandlerAttr, HandlerKey, handler_keys};
use super::kind::Kind;
use crate::diagnostics::Errors;

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Handler(HandlerKey),
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_prompt";
    const ALL: &'static [(&'static str, Self)] = handler_keys! {};

    fn repeats(self) -> bool {
        let Self::Handler(key) = self;
        key.repeats()
    }

    fn refused(written: &str) -> Option<String> {
        Kind::Prompt.without_hint(written)
    }
}

/// Reads what is between the attribute's parentheses.
pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Attr {
    let mut handler = HandlerAttr::default();
    for entry in entry::of_arguments(arguments, errors) {
        let Key::Handler(key) = entry.key;
        handler.read(key, &entry, errors);
    }
    Attr { handler, own: Own::Prompt }
}
