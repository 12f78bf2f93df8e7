//! `impl ToolError`.

mod bounds;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Member;

use crate::model::action::Action;
use crate::model::runtime::RuntimePath;
use crate::model::tool_error::{Case, OwnReport, Report, ToolError};
use crate::parse::tool_error::RetryAfter;

pub(crate) fn expand(error: &ToolError) -> TokenStream {
    let ToolError { runtime, ident, .. } = error;
    let generics = bounds::bounded(error);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = error.generics.split_for_impl();
    let arms = error.cases.iter().map(|case| arm(case, runtime));
    // A type without cases has no value, and only a match on the place itself needs no arm.
    let subject = if error.cases.is_empty() { quote!(*self) } else { quote!(self) };
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics #runtime::__private::ToolError for #ident #ty_generics #where_clause {
            fn report(&self) -> #runtime::__private::ErrorReport {
                match #subject {
                    #(#arms)*
                }
            }
        }
    }
}

fn arm(case: &Case, runtime: &RuntimePath) -> TokenStream {
    let fields = used_fields(case);
    let bindings = fields.iter().map(binding);
    let variant = case.variant.as_ref().map(|variant| quote!(::#variant));
    let report = report(&case.report, runtime);
    // This pattern fits structs, tuples and units alike.
    quote!(Self #variant { #(#fields: #bindings,)* .. } => #report,)
}

fn report(report: &Report, runtime: &RuntimePath) -> TokenStream {
    match report {
        Report::Internal => quote!(#runtime::__private::ErrorReport::internal()),
        Report::Transparent(field) => {
            let field = binding(field);
            quote!(#runtime::__private::ToolError::report(#field))
        }
        Report::Own(own) => own_report(own, runtime),
    }
}

fn own_report(report: &OwnReport, runtime: &RuntimePath) -> TokenStream {
    let code = &report.code;
    let action = report.action.as_ref().map(|action| match action {
        Action::Plain(text) => quote!(.action(#text)),
        Action::Format(format, placeholders) => {
            let mut arguments: Vec<(&Ident, Ident)> = Vec::new();
            for placeholder in placeholders {
                if arguments.iter().all(|(name, _)| **name != placeholder.name) {
                    arguments.push((&placeholder.name, binding(&placeholder.field)));
                }
            }
            let arguments = arguments.iter().map(|(name, value)| quote!(#name = #value));
            quote_spanned!(format.span()=> .action(::std::format!(#format, #(#arguments),*)))
        }
    });
    let retryable = report.retryable.then(|| quote!(.retryable()));
    let retry_after = report.retry_after.as_ref().map(|retry_after| match retry_after {
        RetryAfter::Fixed(millis) => quote!(.retry_after_ms(#millis)),
        RetryAfter::Field(field) => {
            let value = binding(field);
            quote_spanned!(value.span()=> .retry_after(*#value))
        }
    });
    let new = quote!(#runtime::__private::ErrorReport::new(#code));
    let details = report.details.iter().map(|detail| {
        let (key, value) = (&detail.key.value, binding(&detail.field));
        quote!(.detail(#key, #value))
    });
    quote!(#new #action #retryable #retry_after #(#details)*)
}

/// The fields that a report reads, each once.
fn used_fields(case: &Case) -> Vec<Member> {
    let mut used = Vec::new();
    match &case.report {
        Report::Internal => {}
        Report::Transparent(field) => used.push(field.clone()),
        Report::Own(own) => {
            if let Some(Action::Format(_, placeholders)) = &own.action {
                used.extend(placeholders.iter().map(|placeholder| placeholder.field.clone()));
            }
            if let Some(RetryAfter::Field(field)) = &own.retry_after {
                used.push(field.clone());
            }
            used.extend(own.details.iter().map(|detail| detail.field.clone()));
        }
    }
    let mut unique: Vec<Member> = Vec::new();
    for field in used {
        if !unique.contains(&field) {
            unique.push(field);
        }
    }
    unique
}

/// The variable that holds a field, at the place where the attribute names it.
fn binding(field: &Member) -> Ident {
    match field {
        Member::Named(ident) => {
            format_ident!("__field_{}", ident, span = Span::mixed_site().located_at(ident.span()))
        }
        Member::Unnamed(index) => {
            format_ident!(
                "__field_{}",
                index.index,
                span = Span::mixed_site().located_at(index.span)
            )
        }
    }
}
