//! What a resource is besides its function.

use mcp_literals::Cache;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::resource::Resource;
use crate::parse::resource_attr::Audience;

/// The setters of the definition.
pub(super) fn settings(resource: &Resource) -> TokenStream {
    let mime_type = resource.mime_type.as_ref().map(|ty| quote!(.mime_type(#ty)));
    let size = resource.size.map(|bytes| quote!(.size(#bytes)));
    let annotations = annotations(resource);
    let ttl = resource.ttl.map(|Cache { ttl_ms, public }| {
        let scope = if public { quote!(Public) } else { quote!(Private) };
        quote!(.ttl_ms(#ttl_ms).cache_scope(__rt::CacheScope::#scope))
    });
    quote!(#mime_type #size #annotations #ttl)
}

fn annotations(resource: &Resource) -> Option<TokenStream> {
    let audience = resource.audience.iter().map(|audience| match audience {
        Audience::User => quote!(__rt::Role::User),
        Audience::Assistant => quote!(__rt::Role::Assistant),
    });
    let audience = (!resource.audience.is_empty()).then(|| quote!(.audience(&[#(#audience),*])));
    let priority = resource.priority.map(|priority| quote!(.priority(#priority)));
    let modified = resource.last_modified.as_ref().map(|at| quote!(.last_modified(#at)));
    let written = quote!(#audience #priority #modified);
    (!written.is_empty()).then(|| quote!(.annotations(__rt::ContentAnnotationsDef::new() #written)))
}
