//! `#[mcp_tools(..)]`.

use proc_macro2::TokenStream;
use syn::Path;

use super::Written;
use super::entry::{self, Keys};
use crate::diagnostics::Errors;

/// What `#[mcp_tools(..)]` says about all tools of the block.
#[derive(Default)]
pub(crate) struct BlockAttr {
    pub(crate) prefix: Option<Written<String>>,
    pub(crate) krate: Option<Path>,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Prefix,
    Crate,
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_tools";
    const ALL: &'static [(&'static str, Self)] =
        &[("prefix", Self::Prefix), ("crate", Self::Crate)];
}

impl BlockAttr {
    pub(crate) fn from_arguments(arguments: TokenStream, errors: &mut Errors) -> Self {
        let mut attr = Self::default();
        for entry in entry::of_arguments(arguments, errors) {
            match entry.key {
                Key::Prefix => attr.prefix = entry.text("weather_", errors),
                Key::Crate => attr.krate = entry.path("my_crate::mcp_runtime", errors),
            }
        }
        attr
    }
}
