//! Parameters that can only be context.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::origin;
use crate::model::handler::Handler;
use crate::model::param::Source;

/// The compiler's word on them where an item has mistakes, so that it comes beside those.
pub(crate) fn checks(handler: &Handler) -> TokenStream {
    let d = Ident::new("__d", Span::mixed_site());
    let context = handler.params.iter().filter(|param| param.source == Source::Context);
    let checks: Vec<_> = context.map(|param| origin::check(&d, param)).collect();
    if checks.is_empty() {
        return TokenStream::new();
    }
    let Handler { runtime, conditions, .. } = handler;
    quote! {
        #(#conditions)*
        const _: () = {
            use #runtime::__private as __rt;

            let _ = |#d: &mut __rt::Describe<'_>| {
                #(#checks)*
            };
        };
    }
}
