//! What the server asks at start-up: everything that only types know.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{callee, default};
use crate::model::argument::{Argument, Default};
use crate::model::constraint::{Check, CheckKind};
use crate::model::param::{Param, Shape};
use crate::model::self_type::located_at;
use crate::model::tool::Tool;

/// The closure that describes a tool to the registry.
pub(crate) fn expand(tool: &Tool) -> TokenStream {
    let d = Ident::new("__d", Span::mixed_site());
    let function = callee::path(&tool.callee);
    let receiver = tool
        .callee
        .self_ty
        .as_ref()
        .filter(|_| tool.callee.has_receiver)
        .map(|self_ty| quote_spanned!(self_ty.span()=> #d.receiver::<#self_ty>();));
    let params = tool.params.iter().enumerate().map(|(index, param)| describe(&d, index, param));
    let output = &tool.output.rooted;
    let output = quote_spanned!(tool.output.written.span()=> #d.output::<#output>(););
    quote! {
        |#d: &mut __rt::Describe<'_>| {
            #d.function(&#function);
            #receiver
            #(#params)*
            #output
        }
    }
}

fn describe(d: &Ident, index: usize, param: &Param) -> TokenStream {
    let ty = &param.ty.rooted;
    let span = param.ty.written.span();
    let Shape::Member(argument) = &param.shape else {
        return quote_spanned!(span=> #d.flatten::<#ty>(#index););
    };
    let default = shown_default(d, index, argument, ty);
    let checks = argument.checks.iter().map(|check| self::check(d, index, check, ty));
    quote_spanned! {span=>
        #d.param::<#ty, _>(#index);
        #default
        #(#checks)*
    }
}

/// A default that is no literal is run once, to show it in the schema.
fn shown_default(
    d: &Ident,
    index: usize,
    argument: &Argument,
    ty: &TokenStream,
) -> Option<TokenStream> {
    let default = argument.default.as_ref()?;
    let value = match default {
        Default::Literal { .. } => return None,
        Default::OfType(_) | Default::Expr(_) => default::function(default, ty),
    };
    Some(quote!(#d.default::<#ty>(#index, #value);))
}

/// A bound on the type, reported at the key that asks for it.
fn check(d: &Ident, index: usize, check: &Check, ty: &TokenStream) -> TokenStream {
    let span = check.key.span();
    let ty = located_at(ty.clone(), span);
    match check.kind {
        CheckKind::Ranged => quote_spanned!(span=> #d.ranged::<#ty>(#index);),
        CheckKind::Measured => quote_spanned!(span=> #d.measured::<#ty>(#index);),
        CheckKind::Textual => quote_spanned!(span=> #d.textual::<#ty>(#index);),
        CheckKind::Mirrored => quote_spanned!(span=> #d.mirrored::<#ty>(#index);),
    }
}
