//! Impl blocks, of which only the functions are looked at.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, ImplItem, ItemImpl};

use super::function::Function;
use super::kind::Kind;

/// `impl Weather { .. }`.
pub(crate) struct ImplBlock {
    /// Everything but the items.
    pub(crate) header: ItemImpl,
    items: Vec<Item>,
}

enum Item {
    Handler(Box<Method>),
    Other(TokenStream),
}

/// A method that clients reach.
pub(crate) struct Method {
    pub(crate) kind: Kind,
    pub(crate) attribute: Attribute,
    pub(crate) function: Function,
}

impl ImplBlock {
    pub(crate) fn handlers(&self) -> impl Iterator<Item = &Method> {
        self.items.iter().filter_map(|item| match item {
            Item::Handler(method) => Some(&**method),
            Item::Other(_) => None,
        })
    }

    pub(crate) fn handlers_mut(&mut self) -> impl Iterator<Item = &mut Method> {
        self.items.iter_mut().filter_map(|item| match item {
            Item::Handler(method) => Some(&mut **method),
            Item::Other(_) => None,
        })
    }
}

impl Parse for ImplBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // Syn parses the header around an empty block, which leaves it to us how the items are
        // read.
        let mut header: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
        let Some(TokenTree::Group(block)) = header.pop_if(|last| is_block(last)) else {
            return Err(input.error("expected `impl Type { .. }`"));
        };
        let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
        empty.set_span(block.span());
        header.push(empty.into());
        let mut header: ItemImpl = syn::parse2(header.into_iter().collect())?;
        let items = (|input: ParseStream<'_>| {
            header.attrs.extend(input.call(Attribute::parse_inner)?);
            let mut items = Vec::new();
            while !input.is_empty() {
                items.push(input.parse()?);
            }
            Ok(items)
        })
        .parse2(block.stream())?;
        Ok(Self { header, items })
    }
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        let mut attrs = ahead.call(Attribute::parse_outer)?;
        let vis = ahead.parse()?;
        if !Function::peek(&ahead) {
            return input.parse().map(|item: ImplItem| Self::Other(item.to_token_stream()));
        }
        input.advance_to(&ahead);
        let found =
            attrs.iter().enumerate().find_map(|(index, attr)| Some((index, Kind::of(attr)?)));
        let attribute = found.map(|(index, kind)| (kind, attrs.remove(index)));
        let function = Function::parse_after(attrs, vis, input)?;
        Ok(match attribute {
            Some((kind, attribute)) => {
                Self::Handler(Box::new(Method { kind, attribute, function }))
            }
            None => Self::Other(function.to_token_stream()),
        })
    }
}

impl ToTokens for ImplBlock {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut block = self.header.clone();
        block.items = self
            .items
            .iter()
            .map(|item| match item {
                Item::Handler(method) => method.function.to_token_stream(),
                Item::Other(tokens) => tokens.clone(),
            })
            .map(ImplItem::Verbatim)
            .collect();
        block.to_tokens(tokens);
    }
}
