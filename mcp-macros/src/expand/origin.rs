//! What a parameter's type must be, since its value comes from where it does.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::applied::{self, Inferred};
use crate::model::param::{Param, Shape, Source};

/// Bounds on the type, reported at it.
pub(super) fn check(d: &Ident, param: &Param) -> TokenStream {
    let bound = |function, inferred| {
        let call = applied::call("Describe", function, (&param.plain, inferred), quote!(#d));
        quote!(#call;)
    };
    match param.source {
        Source::Type => TokenStream::new(),
        Source::Text => bound("prompt_param", Inferred::One),
        Source::Context => bound("context_param", Inferred::One),
        Source::Variable { list: true, .. } => bound("list_param", Inferred::One),
        Source::Variable { list: false, optional } => {
            let variable = bound("variable_param", Inferred::One);
            let has_default =
                matches!(&param.shape, Shape::Member(argument) if argument.default.is_some());
            let absent = (optional && !has_default).then(|| bound("absent_param", Inferred::None));
            quote!(#variable #absent)
        }
    }
}
