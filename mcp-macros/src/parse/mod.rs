//! From tokens to what was written: spans kept, nothing concluded yet.

pub(crate) mod access_attr;
pub(crate) mod arg_attr;
pub(crate) mod attr;
pub(crate) mod block_attr;
pub(crate) mod bound;
pub(crate) mod doc;
pub(crate) mod entry;
pub(crate) mod function;
pub(crate) mod guards_attr;
pub(crate) mod handler_attr;
pub(crate) mod icon;
pub(crate) mod impl_block;
pub(crate) mod kind;
pub(crate) mod leading;
pub(crate) mod meta;
pub(crate) mod method_attr;
pub(crate) mod prompt_attr;
pub(crate) mod resource_attr;
pub(crate) mod tool_attr;
pub(crate) mod tool_error;
pub(crate) mod type_attr;
pub(crate) mod value;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Attribute;

/// A value and the tokens it was written with, to blame if it turns out wrong.
///
/// Tokens and not one `Span`, because spans cannot be joined on stable: `-1` would be underlined at
/// its sign only.
#[derive(Clone)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    pub(crate) tokens: TokenStream,
}

impl<T> Written<T> {
    pub(crate) fn new(value: T, tokens: impl ToTokens) -> Self {
        Self { value, tokens: tokens.into_token_stream() }
    }
}

/// Whether `attr` is `#[name]`, however it is qualified: a path may lead to it through a re-export.
pub(crate) fn is_named(attr: &Attribute, name: &str) -> bool {
    attr.path().segments.last().is_some_and(|last| last.ident == name)
}
