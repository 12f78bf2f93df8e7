//! Naming the user's function.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::handler::Callee;

/// A path to the function from inside of the generated item.
pub(crate) fn path(callee: &Callee) -> TokenStream {
    let ident = &callee.ident;
    let qualifier = callee.self_ty.as_ref().map(|self_ty| quote!(<#self_ty>::));
    quote!(#qualifier #ident)
}
