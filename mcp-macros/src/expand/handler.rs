//! The item that makes a function one that clients reach.

use proc_macro2::TokenStream;
use quote::quote;

use super::{definition, params};
use crate::model::handler::Handler;
use crate::parse::kind::Kind;

/// One anonymous constant: it adds no name to the user's module, so that a module, a re-export or a
/// type of the function's name stay what they were.
///
/// Description and call are closures of one initializer and not two functions, because the compiler
/// then checks them as one body and reports a type that fits neither only once.
///
/// Of the user's lints two would see inside: a deprecated function may still be for clients, and
/// `::core::line!` has to be written at the function's place to name its line.
pub(crate) fn expand(handler: &Handler) -> TokenStream {
    let Handler { runtime, conditions, .. } = handler;
    let definition = definition::expand(handler);
    let (variant, def) = match handler.served.kind() {
        Kind::Tool => (quote!(Tool), quote!(ToolDef)),
        Kind::Prompt => (quote!(Prompt), quote!(PromptDef)),
        Kind::Resource => (quote!(Resource), quote!(ResourceDef)),
        Kind::Method => (quote!(Method), quote!(MethodDef)),
    };
    let params = params::expand(&handler.params);
    quote! {
        #(#conditions)*
        #[allow(deprecated, unused_qualifications)]
        const _: () = {
            use #runtime::__private as __rt;

            static __PARAMS: &[__rt::ParamDef] = &[#(#params),*];

            static __DEF: __rt::#def = #definition;

            __rt::submit! { #variant(&__DEF) }
        };
    }
}
