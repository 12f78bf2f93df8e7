//! Functions of the runtime applied to a type of the user's.

use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote_spanned};
use syn::Type;

use crate::model::types::NamedType;

/// How many type parameters a function has beside the one for the type.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Inferred {
    None,
    One,
}

/// The call `__rt::Owner::function::<Type, _>(arguments)`, which lies where the type stands, from
/// its first token to its last.
///
/// A trait that the type lacks is reported at the type argument, and once more at the call if the
/// function's signature projects through the trait. The compiler merges reports about one place.
/// For `Vec<T>` that takes two spans: a method call would lie at the first token only, and joining
/// spans is not possible on stable.
pub(crate) fn call(
    owner: &str,
    function: &str,
    (ty, inferred): (&NamedType, Inferred),
    arguments: TokenStream,
) -> TokenStream {
    let (first, last) = ends(&ty.written);
    let rooted = &ty.rooted;
    let owner = format_ident!("{owner}", span = first);
    let function = format_ident!("{function}", span = first);
    let inferred = (inferred == Inferred::One).then(|| quote_spanned!(first=> , _));
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last);
    let mut call = quote_spanned!(first=> __rt::#owner::#function::<#rooted #inferred);
    call.extend(quote_spanned!(last=> > #arguments));
    call
}

/// The places where a type begins and ends.
fn ends(ty: &Type) -> (Span, Span) {
    let mut spans = ty.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}
