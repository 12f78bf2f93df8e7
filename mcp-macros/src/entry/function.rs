//! `#[mcp_tool]`, `#[mcp_prompt]`, `#[mcp_resource]` and `#[mcp_method]`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Item;

use crate::diagnostics::Errors;
use crate::expand;
use crate::model::handler::Handler;
use crate::parse::attr::Attr;
use crate::parse::function::Function;
use crate::parse::kind::Kind;

/// Expands `#[mcp_tool(arguments)] item`.
pub(crate) fn mcp_tool(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    expand(Kind::Tool, arguments, item)
}

/// Expands `#[mcp_prompt(arguments)] item`.
pub(crate) fn mcp_prompt(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    expand(Kind::Prompt, arguments, item)
}

/// Expands `#[mcp_resource(arguments)] item`.
pub(crate) fn mcp_resource(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    expand(Kind::Resource, arguments, item)
}

/// Expands `#[mcp_method(arguments)] item`.
pub(crate) fn mcp_method(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    expand(Kind::Method, arguments, item)
}

fn expand(kind: Kind, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attr = Attr::parse(kind, arguments, &mut errors);
    let mut function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            report_other_item(kind, item.clone(), error, &mut errors);
            let errors = errors.finish();
            return quote!(#errors #item);
        }
    };
    let handler = Handler::new(attr, &function, None, &mut errors);
    function.strip();
    if let Some(errors) = errors.finish() {
        let checks = expand::context::checks(&handler);
        return quote!(#errors #function #checks);
    }
    expand::function::decorate(&mut function, &handler);
    let registration = expand::handler::expand(&handler);
    quote!(#function #registration)
}

/// Says where the attribute belongs, if it stands on something else than a function.
fn report_other_item(kind: Kind, item: TokenStream, error: syn::Error, errors: &mut Errors) {
    let attribute = kind.attribute();
    let message = match syn::parse2::<Item>(item) {
        Ok(Item::Impl(_)) => format!(
            "`#[{attribute}]` goes on a function; put `#[mcp_tools]` on the impl block and \
             `#[{attribute}]` on its methods"
        ),
        Ok(Item::Fn(_)) | Err(_) => return errors.push(error),
        Ok(_) => format!("`#[{attribute}]` goes on a function"),
    };
    errors.at(Span::call_site(), message);
}
