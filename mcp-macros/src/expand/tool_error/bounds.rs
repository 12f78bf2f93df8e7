//! What a generic error type must be for its report to compile.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{GenericParam, Generics, Member, Type, WherePredicate, parse_quote};

use crate::model::action::Action;
use crate::model::runtime::RuntimePath;
use crate::model::tool_error::{Case, Report, ToolError};

/// The type's generics with the bounds that the generated body relies on.
///
/// They are on whole types, `Wrapper<T>: Error`, because which bounds on `T` lead there is for the
/// other derives to know.
pub(super) fn bounded(error: &ToolError) -> Generics {
    let mut generics = error.generics.clone();
    if generics.type_params().next().is_none() {
        return generics;
    }
    let ident = &error.ident;
    let (_, ty_generics, _) = error.generics.split_for_impl();
    let mut predicates: Vec<WherePredicate> = vec![parse_quote! {
        #ident #ty_generics:
            ::std::error::Error + ::core::marker::Send + ::core::marker::Sync + 'static
    }];
    for case in &error.cases {
        for (field, bound) in required(case, &error.runtime) {
            if let Some(ty) = case.type_of(&field).filter(|ty| mentions(ty, &error.generics)) {
                predicates.push(parse_quote!(#ty: #bound));
            }
        }
    }
    generics.make_where_clause().predicates.extend(predicates);
    generics
}

/// The traits that a report needs its fields to have.
fn required(case: &Case, runtime: &RuntimePath) -> Vec<(Member, TokenStream)> {
    match &case.report {
        Report::Internal => Vec::new(),
        Report::Transparent(field) => vec![(field.clone(), quote!(#runtime::__private::ToolError))],
        Report::Own(own) => {
            let mut required = Vec::new();
            if let Some(Action::Format(_, placeholders)) = &own.action {
                required.extend(placeholders.iter().map(|placeholder| {
                    let name = Ident::new(placeholder.trait_name, Span::call_site());
                    (placeholder.field.clone(), quote!(::core::fmt::#name))
                }));
            }
            required.extend(
                own.details
                    .iter()
                    .map(|detail| (detail.field.clone(), quote!(#runtime::serde::Serialize))),
            );
            required
        }
    }
}

/// Whether a type depends on a type parameter.
fn mentions(ty: &Type, generics: &Generics) -> bool {
    fn any(tokens: TokenStream, generics: &Generics) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => generics
                .params
                .iter()
                .any(|param| matches!(param, GenericParam::Type(param) if param.ident == ident)),
            TokenTree::Group(group) => any(group.stream(), generics),
            _ => false,
        })
    }
    any(quote!(#ty), generics)
}
