//! The static description of parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::literal::json::Json;
use crate::model::param::{Param, Shape};

/// One `ParamDef` a parameter: which of them are arguments is not known yet.
pub(crate) fn expand(params: &[Param]) -> impl Iterator<Item = TokenStream> {
    params.iter().map(|param| {
        let new = param.name.as_ref().map_or_else(
            || quote!(__rt::ParamDef::unnamed()),
            |name| quote!(__rt::ParamDef::new(#name)),
        );
        let description = param.description.as_ref().map(doc::expand);
        let Shape::Member(argument) = &param.shape else {
            return quote!(#new #description);
        };
        let overlay = (!argument.overlay.is_empty()).then(|| {
            let overlay = Json::Object(argument.overlay.clone()).to_string();
            quote!(.overlay(#overlay))
        });
        let has_default = argument.default.as_ref().map(|_| quote!(.has_default()));
        quote!(#new #description #overlay #has_default)
    })
}
