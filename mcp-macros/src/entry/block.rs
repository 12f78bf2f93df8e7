//! `#[mcp_tools]`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Item;

use crate::diagnostics::Errors;
use crate::expand;
use crate::model::handler::{Handler, Owner};
use crate::model::name;
use crate::model::runtime::RuntimePath;
use crate::parse::attr::Attr;
use crate::parse::block_attr::BlockAttr;
use crate::parse::entry;
use crate::parse::impl_block::{ImplBlock, Method};

/// Expands `#[mcp_tools(arguments)] item`.
pub(crate) fn mcp_tools(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let attr = BlockAttr::from_arguments(arguments, &mut errors);
    let mut block: ImplBlock = match syn::parse2(item.clone()) {
        Ok(block) => block,
        Err(error) => {
            report_other_item(item.clone(), error, &mut errors);
            let errors = errors.finish();
            return quote!(#errors #item);
        }
    };
    check_block(&block, &mut errors);
    let handlers = handlers(attr, &block, &mut errors);
    block.handlers_mut().for_each(|method| method.function.strip());
    if let Some(errors) = errors.finish() {
        let checks = handlers.iter().map(expand::context::checks);
        return quote!(#errors #block #(#checks)*);
    }
    for (method, handler) in block.handlers_mut().zip(&handlers) {
        expand::function::decorate(&mut method.function, handler);
    }
    let registrations = handlers.iter().map(expand::handler::expand);
    quote!(#block #(#registrations)*)
}

fn handlers(attr: BlockAttr, block: &ImplBlock, errors: &mut Errors) -> Vec<Handler> {
    let runtime = RuntimePath::new(attr.krate);
    if let Some(prefix) = &attr.prefix {
        name::check_prefix(prefix, errors);
    }
    let owner =
        Owner { self_ty: &block.header.self_ty, prefix: attr.prefix.as_ref(), runtime: &runtime };
    let mut handlers: Vec<Handler> = Vec::new();
    for Method { kind, attribute, function } in block.handlers() {
        let arguments = entry::arguments(attribute, *kind, errors);
        let attr = Attr::parse(*kind, arguments, errors);
        let handler = Handler::new(attr, function, Some(&owner), errors);
        let same = |earlier: &Handler| {
            earlier.name == handler.name && earlier.served.kind() == handler.served.kind()
        };
        if handlers.iter().any(same) {
            errors.on(
                &function.sig.ident,
                format!("two {kind}s are named `{}`; rename one of them", handler.name),
            );
        }
        handlers.push(handler);
    }
    handlers
}

/// Says where the attribute belongs, if it stands on something else than an impl block.
fn report_other_item(item: TokenStream, error: syn::Error, errors: &mut Errors) {
    let message = match syn::parse2::<Item>(item) {
        Ok(Item::Fn(_)) => "`#[mcp_tools]` goes on an impl block; put `#[mcp_tool]` on a function",
        Ok(Item::Impl(_)) | Err(_) => return errors.push(error),
        Ok(_) => "`#[mcp_tools]` goes on an impl block",
    };
    errors.at(Span::call_site(), message);
}

fn check_block(block: &ImplBlock, errors: &mut Errors) {
    let header = &block.header;
    if !header.generics.params.is_empty() {
        errors.on(
            &header.generics,
            "a tool cannot be generic: the schema needs one concrete type; write the impl block \
             for one type",
        );
    }
    if let Some(where_clause) = &header.generics.where_clause {
        errors.on(
            where_clause,
            "an impl block of tools has no `where` clause, because it cannot be generic; remove it",
        );
    }
    if let Some((path, _)) = &header.trait_ {
        errors.on(
            path,
            "tools belong to a type and not to a trait; put them in an `impl` block without a \
             trait",
        );
    }
    if block.handlers().next().is_none() {
        errors.on(
            &header.self_ty,
            "nothing in this block is for clients; put `#[mcp_tool]`, `#[mcp_prompt]` or \
             `#[mcp_resource]` on the methods that are",
        );
    }
}
