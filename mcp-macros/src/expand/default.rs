//! The value of an argument that is left out.

use proc_macro2::{Span, TokenStream};
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
            let span = generated_at(key.span());
            let ty = located_at(ty.clone(), span);
            quote_spanned!(span=> || <#ty as ::core::default::Default>::default())
        }
        Default::Literal { value, is_text: true } => {
            let span = generated_at(value.span());
            let ty = located_at(ty.clone(), span);
            quote_spanned!(span=> || <#ty as __rt::FromText<_>>::from_text(#value))
        }
        Default::Literal { value, is_text: false } | Default::Expr(value) => quote!(|| #value),
    }
}

/// A place in the user's code that lints know the user did not write.
fn generated_at(place: Span) -> Span {
    Span::mixed_site().located_at(place)
}
