//! `#[mcp_type]`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Item, Path, Token};

use crate::diagnostics::Errors;
use crate::model::runtime::RuntimePath;
use crate::parse::type_attr::TypeAttr;

/// Expands `#[mcp_type(arguments)] item`: derives that find their crates through the runtime.
pub(crate) fn mcp_type(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attr = TypeAttr::from_arguments(arguments, &mut errors);
    let derives = Derives::new(&attr);
    match syn::parse2(item.clone()) {
        Ok(Item::Struct(item)) => derives.check(&item.attrs, &mut errors),
        Ok(Item::Enum(item)) => derives.check(&item.attrs, &mut errors),
        Ok(_) => errors.at(
            Span::call_site(),
            "`#[mcp_type]` goes on a struct or an enum that tools take or return",
        ),
        Err(error) => errors.push(error),
    }
    if let Some(errors) = errors.finish() {
        return quote!(#errors #item);
    }
    let derives = derives.attributes(&RuntimePath::new(attr.krate));
    quote!(#derives #item)
}

/// What is derived beside the schema.
struct Derives {
    deserialize: bool,
    serialize: bool,
}

impl Derives {
    /// Both directions, unless one is named.
    fn new(attr: &TypeAttr) -> Self {
        Self {
            deserialize: attr.input.is_some() || attr.output.is_none(),
            serialize: attr.output.is_some() || attr.input.is_none(),
        }
    }

    /// Reports what would be derived twice.
    fn check(&self, attributes: &[Attribute], errors: &mut Errors) {
        for attr in attributes.iter().filter(|attr| attr.path().is_ident("derive")) {
            // A list that does not parse is reported by the compiler.
            let parser = Punctuated::<Path, Token![,]>::parse_terminated;
            for path in attr.parse_args_with(parser).unwrap_or_default() {
                let Some(last) = path.segments.last() else { continue };
                let is_ours = match last.ident.to_string().as_str() {
                    "JsonSchema" => true,
                    "Deserialize" => self.deserialize,
                    "Serialize" => self.serialize,
                    _ => false,
                };
                if is_ours {
                    errors.on(
                        &path,
                        format!("`#[mcp_type]` derives `{}` already; remove it here", last.ident),
                    );
                }
            }
        }
    }

    fn attributes(&self, runtime: &RuntimePath) -> TokenStream {
        let deserialize = self.deserialize.then(|| quote!(#runtime::serde::Deserialize,));
        let serialize = self.serialize.then(|| quote!(#runtime::serde::Serialize,));
        let path = runtime.to_token_stream().to_string().replace(' ', "");
        let (serde, schemars) = (format!("{path}::serde"), format!("{path}::schemars"));
        quote! {
            #[derive(#deserialize #serialize #runtime::schemars::JsonSchema)]
            #[serde(crate = #serde)]
            #[schemars(crate = #schemars)]
        }
    }
}
