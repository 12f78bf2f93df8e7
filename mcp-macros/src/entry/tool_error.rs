//! `#[derive(ToolError)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::diagnostics::Errors;
use crate::expand;
use crate::model::tool_error::ToolError;

/// Expands `#[derive(ToolError)] item`.
pub(crate) fn tool_error(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let error = ToolError::new(&input, &mut errors);
    match errors.finish() {
        None => expand::tool_error::expand(&error),
        Some(errors) if matches!(input.data, Data::Union(_)) => errors,
        Some(errors) => {
            let stub = expand::tool_error::expand(&error.into_stub());
            quote!(#errors #stub)
        }
    }
}
