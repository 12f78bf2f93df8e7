//! `#[mcp_method("com.example/search", ..)]`.

use proc_macro2::TokenStream;

use super::Written;
use super::attr::{Attr, Own};
use super::entry::{self, Keys};
use super::handler_attr::{HandlerAttr, HandlerKey, guarded_keys};
use super::kind::Kind;
use super::leading::Leading;
use crate::diagnostics::Errors;

/// What `#[mcp_method(..)]` says besides what all functions have.
#[derive(Default)]
pub(crate) struct MethodAttr {
    pub(crate) name: Leading,
    pub(crate) extension: Option<Written<String>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Handler(HandlerKey),
    Extension,
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_method";
    const ALL: &'static [(&'static str, Self)] = guarded_keys! {
        ("description", Self::Handler(HandlerKey::Description)),
        ("extension", Self::Extension),
    };

    fn repeats(self) -> bool {
        false
    }

    fn refused(written: &str) -> Option<String> {
        match written {
            written if is_name(written) => {
                Some(format!("the name stands first, without a key: `{}`", Kind::Method.usage()))
            }
            "title" | "icon" | "meta" => {
                Some(format!("clients do not list methods, so none reads `{written}`; remove it"))
            }
            _ => Kind::Method.without_hint(written),
        }
    }
}

/// Reads what is between the attribute's parentheses.
pub(super) fn parse(arguments: TokenStream, errors: &mut Errors) -> Attr {
    let (name, arguments) = Leading::take(arguments, errors);
    let mut handler = HandlerAttr::default();
    let mut own = MethodAttr { name, ..MethodAttr::default() };
    for entry in entry::of_arguments(arguments, errors) {
        match entry.key {
            Key::Handler(key) => handler.read(key, &entry, errors),
            Key::Extension => {
                let identifier = |text: &str| {
                    mcp_literals::meta_key::check_extension(text).map(|()| text.to_owned())
                };
                own.extension = entry.parsed("com.example/search", identifier, errors);
            }
        }
    }
    Attr { handler, own: Own::Method(Box::new(own)) }
}

/// Whether it is how others call what stands first.
pub(crate) fn is_name(written: &str) -> bool {
    ["name", "method"].contains(&written)
}
