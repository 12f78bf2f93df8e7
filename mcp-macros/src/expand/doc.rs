//! Descriptions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::parse::doc::Doc;

/// The call that sets a description.
pub(crate) fn expand(doc: &Doc) -> TokenStream {
    match doc {
        Doc::Text(text) => quote!(.description(#text)),
        Doc::Expr(expr) => quote!(.description(#expr)),
    }
}
