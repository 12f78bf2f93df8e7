//! The literal that an attribute begins with.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Token};

use crate::diagnostics::Errors;

/// A string that stands first, without a name.
#[derive(Default)]
pub(crate) struct Leading {
    pub(crate) literal: Option<LitStr>,
    /// What stands in its place, if anything does.
    pub(crate) instead: Option<TokenTree>,
}

impl Leading {
    /// Takes it, and gives back what follows.
    pub(super) fn take(arguments: TokenStream, errors: &mut Errors) -> (Self, TokenStream) {
        let mut literal = None;
        let instead = arguments.clone().into_iter().next();
        let parser = |input: ParseStream<'_>| {
            if input.peek(LitStr) {
                literal = Some(input.parse()?);
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    errors.push(input.error("expected `,` before this"));
                }
            }
            input.parse::<TokenStream>()
        };
        // All of it is taken, so nothing fails.
        let rest = parser.parse2(arguments).unwrap_or_default();
        (Self { literal, instead }, rest)
    }
}
