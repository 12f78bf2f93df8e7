//! The value of an argument that is left out.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::model::argument::Default;
use crate::model::self_type::located_at;

/// A function of no arguments that returns the default of an argument of type `ty`.
pub(crate) fn function(default: &Default, ty: &TokenStream) -> TokenStream {
    match default {
        Default::OfType(key) => {
            // All at one place, and called here instead of being passed as a function, so that a
            // type without a default is reported once.
            let ty = located_at(ty.clone(), key.span());
            quote_spanned!(key.span()=> || <#ty as ::core::default::Default>::default())
        }
        Default::Literal { value, is_text: true } => {
            quote_spanned!(value.span()=> || ::core::convert::Into::into(#value))
        }
        Default::Literal { value, is_text: false } | Default::Expr(value) => quote!(|| #value),
    }
}
