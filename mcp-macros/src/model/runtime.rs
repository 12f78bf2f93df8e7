//! Where generated code finds the runtime.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Path;

/// The path of the `mcp_runtime` crate: rooted, unless `crate = path` says otherwise.
#[derive(Clone, Default)]
pub(crate) struct RuntimePath(Option<Path>);

impl RuntimePath {
    pub(crate) fn new(written: Option<Path>) -> Self {
        Self(written)
    }
}

impl ToTokens for RuntimePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.0 {
            Some(path) => path.to_tokens(tokens),
            None => tokens.extend(quote!(::mcp_runtime)),
        }
    }
}
