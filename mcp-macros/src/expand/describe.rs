//! What the server asks at start-up: everything that only types know.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::applied::{self, Inferred};
use super::{callee, default, origin};
use crate::model::argument::{Argument, Complete, Default};
use crate::model::constraint::{Check, CheckKind, Computed, ComputedKind};
use crate::model::handler::Handler;
use crate::model::param::{Param, Shape};
use crate::model::self_type::located_at;
use crate::model::types::NamedType;
use crate::parse::kind::Kind;

/// The closure that describes a function to the registry.
pub(crate) fn expand(handler: &Handler) -> TokenStream {
    let d = Ident::new("__d", Span::mixed_site());
    let function = callee::path(&handler.callee);
    let receiver = handler
        .callee
        .self_ty
        .as_ref()
        .filter(|_| handler.callee.has_receiver)
        .map(|self_ty| quote_spanned!(self_ty.span()=> #d.receiver::<#self_ty>();));
    let params = handler.params.iter().enumerate().map(|(index, param)| {
        let origin = origin::check(&d, param);
        let describe = describe(&d, index, param);
        quote!(#origin #describe)
    });
    let function_of_output = match handler.served.kind() {
        Kind::Tool => "output",
        Kind::Prompt => "prompt_output",
        Kind::Resource => "resource_output",
        Kind::Method => "method_output",
    };
    let output = applied::call(
        "Describe",
        function_of_output,
        (&handler.output, Inferred::None),
        quote!(#d),
    );
    quote! {
        |#d: &mut __rt::Describe<'_>| {
            #d.function(&#function);
            #receiver
            #(#params)*
            #output;
        }
    }
}

fn describe(d: &Ident, index: usize, param: &Param) -> TokenStream {
    let ty = &param.ty;
    let arguments = quote!(#d, #index);
    let Shape::Member(argument) = &param.shape else {
        let flatten = applied::call("Describe", "flatten", (ty, Inferred::None), arguments);
        return quote!(#flatten;);
    };
    let describe = applied::call("Describe", "param", (ty, Inferred::One), arguments);
    let default = shown_default(d, index, argument, ty);
    let computed = argument.computed.iter().map(|member| computed(d, index, member));
    let complete = complete(d, index, argument);
    let checks = argument.checks.iter().map(|check| self::check(d, index, check, ty));
    quote! {
        #describe;
        #default
        #(#computed)*
        #complete
        #(#checks)*
    }
}

/// A constant, so that the schema is the same whenever it is asked for.
fn computed(d: &Ident, index: usize, member: &Computed) -> TokenStream {
    let Computed { keyword, kind, expr } = member;
    let span = expr.span();
    let function = match kind {
        ComputedKind::Number => quote_spanned!(span=> bound),
        ComputedKind::Count => quote_spanned!(span=> length),
    };
    quote_spanned!(span=> #d.#function(#index, #keyword, const { #expr });)
}

/// What the argument may be. All of it lies at the path of a function, so that one of the wrong
/// form is reported there.
fn complete(d: &Ident, index: usize, argument: &Argument) -> Option<TokenStream> {
    Some(match argument.complete.as_ref()? {
        Complete::List(values) => quote!(#d.completes_from(#index, &[#(#values),*]);),
        Complete::Function(path) => {
            quote_spanned!(path.span()=> __rt::Describe::completes_by(#d, #index, #path);)
        }
    })
}

/// A default that is no literal is run once, to show it in the schema.
fn shown_default(
    d: &Ident,
    index: usize,
    argument: &Argument,
    ty: &NamedType,
) -> Option<TokenStream> {
    let default = argument.default.as_ref()?;
    let value = match default {
        Default::Literal { .. } => return None,
        Default::OfType(_) | Default::Expr(_) => default::function(default, &ty.rooted),
    };
    let arguments = quote!(#d, #index, #value);
    let show = applied::call("Describe", "default", (ty, Inferred::None), arguments);
    Some(quote!(#show;))
}

/// A bound on the type, reported at the key that asks for it.
fn check(d: &Ident, index: usize, check: &Check, ty: &NamedType) -> TokenStream {
    let span = check.key.span();
    let ty = located_at(ty.rooted.clone(), span);
    match check.kind {
        CheckKind::Ranged => quote_spanned!(span=> #d.ranged::<#ty>(#index);),
        CheckKind::Measured => quote_spanned!(span=> #d.measured::<#ty>(#index);),
        CheckKind::Listed => quote_spanned!(span=> #d.listed::<#ty>(#index);),
        CheckKind::Textual => quote_spanned!(span=> #d.textual::<#ty>(#index);),
        CheckKind::Mirrored => quote_spanned!(span=> #d.mirrored::<#ty>(#index);),
    }
}
