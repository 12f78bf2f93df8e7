//! `#[mcp_type(..)]`.

use proc_macro2::TokenStream;
use syn::{Ident, Path};

use super::entry::{self, Keys};
use crate::diagnostics::Errors;

/// What `#[mcp_type(..)]` says.
#[derive(Default)]
pub(crate) struct TypeAttr {
    pub(crate) input: Option<Ident>,
    pub(crate) output: Option<Ident>,
    pub(crate) krate: Option<Path>,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Input,
    Output,
    Crate,
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_type";
    const ALL: &'static [(&'static str, Self)] =
        &[("input", Self::Input), ("output", Self::Output), ("crate", Self::Crate)];
}

impl TypeAttr {
    pub(crate) fn from_arguments(arguments: TokenStream, errors: &mut Errors) -> Self {
        let mut attr = Self::default();
        for entry in entry::of_arguments(arguments, errors) {
            match entry.key {
                Key::Input => attr.input = entry.bare(errors).cloned(),
                Key::Output => attr.output = entry.bare(errors).cloned(),
                Key::Crate => attr.krate = entry.path("my_crate::mcp_runtime", errors),
            }
        }
        attr
    }
}
