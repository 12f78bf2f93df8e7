//! `#[mcp_type]`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Item, ItemEnum, Meta, Path, Token};

use crate::diagnostics::Errors;
use crate::model::handler::conditions;
use crate::model::runtime::RuntimePath;
use crate::parse::type_attr::TypeAttr;

/// Expands `#[mcp_type(arguments)] item`: derives that find their crates through the runtime.
pub(crate) fn mcp_type(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attr = TypeAttr::from_arguments(arguments, &mut errors);
    let derives = Derives::new(&attr);
    let runtime = RuntimePath::new(attr.krate);
    let mut scalar = None;
    match syn::parse2(item.clone()) {
        Ok(Item::Struct(item)) => derives.check(&item.attrs, &mut errors),
        Ok(Item::Enum(item)) => {
            derives.check(&item.attrs, &mut errors);
            scalar = (derives.deserialize && is_text(&item)).then(|| self::scalar(&item, &runtime));
        }
        Ok(_) => errors.at(
            Span::call_site(),
            "`#[mcp_type]` goes on a struct or an enum that tools take or return",
        ),
        Err(error) => errors.push(error),
    }
    if let Some(errors) = errors.finish() {
        return quote!(#errors #item);
    }
    let derives = derives.attributes(&runtime);
    quote!(#derives #item #scalar)
}

/// Whether serde writes the enum as one string.
fn is_text(item: &ItemEnum) -> bool {
    // `tag`, `untagged` and `from` make something else of it.
    let otherwise = |attr: &Attribute| {
        let Meta::List(list) = &attr.meta else { return false };
        let names = ["tag", "untagged", "content", "from", "try_from", "remote"];
        let is_other = |token| matches!(token, TokenTree::Ident(name) if names.iter().any(|other| name == other));
        attr.path().is_ident("serde") && list.tokens.clone().into_iter().any(is_other)
    };
    item.variants.iter().all(|variant| matches!(variant.fields, Fields::Unit))
        && !item.variants.is_empty()
        && !item.attrs.iter().any(otherwise)
}

/// Lets prompts and URIs have it as an argument.
fn scalar(item: &ItemEnum, runtime: &RuntimePath) -> TokenStream {
    let conditions = conditions(&item.attrs);
    let ident = &item.ident;
    let (generics, arguments, bounds) = item.generics.split_for_impl();
    quote! {
        #(#conditions)*
        #[automatically_derived]
        impl #generics #runtime::Scalar for #ident #arguments #bounds {}
    }
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
