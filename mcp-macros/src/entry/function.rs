//! `#[mcp_tool]`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Item;

use crate::diagnostics::Errors;
use crate::expand;
use crate::model::handler::Handler;
use crate::parse::function::Function;
use crate::parse::tool_attr::ToolAttr;

/// Expands `#[mcp_tool(arguments)] item`.
pub(crate) fn mcp_tool(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attr = ToolAttr::parse(arguments, &mut errors);
    let mut function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            report_other_item(item.clone(), error, &mut errors);
            let errors = errors.finish();
            return quote!(#errors #item);
        }
    };
    let handler = Handler::new(attr, &function, None, &mut errors);
    function.strip();
    if let Some(errors) = errors.finish() {
        return quote!(#errors #function);
    }
    expand::function::decorate(&mut function, &handler);
    let registration = expand::handler::expand(&handler);
    quote!(#function #registration)
}

/// Says where the attribute belongs, if it stands on something else than a function.
fn report_other_item(item: TokenStream, error: syn::Error, errors: &mut Errors) {
    let message = match syn::parse2::<Item>(item) {
        Ok(Item::Impl(_)) => {
            "`#[mcp_tool]` goes on a function; put `#[mcp_tools]` on the impl block and \
             `#[mcp_tool]` on its methods"
        }
        Ok(Item::Fn(_)) | Err(_) => return errors.push(error),
        Ok(_) => "`#[mcp_tool]` goes on a function",
    };
    errors.at(Span::call_site(), message);
}
