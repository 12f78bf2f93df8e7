//! Functions whose bodies are none of the macro's business.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Signature, Token, Visibility, token};

use super::kind::Kind;

/// A function, free or in an impl block.
///
/// The body stays unparsed: an editor asks for an expansion while it is half written, and large
/// bodies cost nothing.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Block(Group),
    /// A declaration, as in a trait.
    Missing(Token![;]),
}

impl Function {
    /// Takes away what only these macros understand: `#[arg]` and doc comments on parameters,
    /// `#[mcp_tool]` and its like on methods.
    pub(crate) fn strip(&mut self) {
        self.attrs.retain(|attr| Kind::of(attr).is_none() && !attr.path().is_ident("arg"));
        for input in &mut self.sig.inputs {
            let attrs = match input {
                FnArg::Receiver(receiver) => &mut receiver.attrs,
                FnArg::Typed(typed) => &mut typed.attrs,
            };
            attrs.retain(|attr| !is_helper(attr));
        }
    }

    /// Whether a function comes next, after attributes and visibility have been read.
    pub(crate) fn peek(input: ParseStream<'_>) -> bool {
        let ahead = input.fork();
        while ahead.peek(Token![const])
            || ahead.peek(Token![async])
            || ahead.peek(Token![unsafe])
            || ahead.peek(Token![extern])
            || ahead.peek(syn::LitStr)
        {
            // `fork` is ours alone, and a peeked token parses.
            if ahead.parse::<TokenTree>().is_err() {
                return false;
            }
        }
        ahead.peek(Token![fn])
    }

    pub(crate) fn parse_after(
        attrs: Vec<Attribute>,
        vis: Visibility,
        input: ParseStream<'_>,
    ) -> syn::Result<Self> {
        Ok(Self { attrs, vis, sig: input.parse()?, body: input.parse()? })
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        Self::parse_after(attrs, vis, input)
    }
}

impl Parse for Body {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(token::Brace) {
            input.parse().map(Self::Block)
        } else {
            input.parse().map(Self::Missing)
        }
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for attr in &self.attrs {
            attr.to_tokens(tokens);
        }
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        match &self.body {
            Body::Block(block) => block.to_tokens(tokens),
            Body::Missing(semicolon) => semicolon.to_tokens(tokens),
        }
    }
}

/// Whether only these macros understand an attribute of a parameter, be it behind a condition.
fn is_helper(attr: &Attribute) -> bool {
    let is_conditional = || {
        attr.path().is_ident("cfg_attr")
            && attr.meta.require_list().is_ok_and(|list| {
                list.tokens.clone().into_iter().any(
                |token| matches!(token, TokenTree::Ident(name) if name == "arg" || name == "doc"),
            )
            })
    };
    attr.path().is_ident("arg") || attr.path().is_ident("doc") || is_conditional()
}
