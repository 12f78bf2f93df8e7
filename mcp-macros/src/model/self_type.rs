//! `Self` outside of the impl block it was written in.

use proc_macro2::{Group, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Type;

/// Replaces every `Self` in `tokens` by the type it stands for.
///
/// On tokens and not on the syntax tree, because default expressions may hold macros, where `Self`
/// counts too.
pub(crate) fn resolve(tokens: TokenStream, self_ty: &Type) -> TokenStream {
    let mut resolved = TokenStream::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let span = ident.span();
                let ty = located_at(self_ty.to_token_stream(), span);
                // `Vec<T>::new` does not parse, `<Vec<T>>::new` does.
                let qualified =
                    matches!(rest.peek(), Some(TokenTree::Punct(punct)) if is_joint_colon(punct));
                resolved.extend(if qualified { quote_spanned!(span=> <#ty>) } else { ty });
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), resolve(group.stream(), self_ty));
                inner.set_span(group.span());
                resolved.extend([TokenTree::Group(inner)]);
            }
            other => resolved.extend([other]),
        }
    }
    resolved
}

/// Moves tokens to where a diagnostic about them belongs; what their names refer to stays as it
/// was.
pub(crate) fn located_at(tokens: TokenStream, span: proc_macro2::Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                token = Group::new(group.delimiter(), located_at(group.stream(), span)).into();
            }
            let moved = token.span().located_at(span);
            token.set_span(moved);
            token
        })
        .collect()
}

fn is_joint_colon(punct: &Punct) -> bool {
    punct.as_char() == ':' && punct.spacing() == Spacing::Joint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everywhere_and_qualified() {
        let self_ty = syn::parse_str("Vec<u8>").expect("a type");
        for (source, resolved) in [
            ("Self", "Vec < u8 >"),
            ("Option<Self>", "Option < Vec < u8 > >"),
            ("Self::MAX", "< Vec < u8 > > :: MAX"),
            ("vec![Self::new()]", "vec ! [< Vec < u8 > > :: new ()]"),
            ("SelfMade", "SelfMade"),
        ] {
            let tokens = source.parse().expect("tokens");
            assert_eq!(resolve(tokens, &self_ty).to_string(), resolved);
        }
    }
}
