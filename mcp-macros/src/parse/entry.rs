//! The grammar all attributes share: `key`, `key = expression`, `key(..)`, separated by commas.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Expr, Ident, Lit, Meta, Token, token};

use super::kind::Kind;
use crate::diagnostics::{Errors, nearest};

/// The keys of one attribute.
///
/// An enumeration, so that the compiler sees to it that every key in the table is also handled.
pub(crate) trait Keys: Copy + PartialEq + 'static {
    /// The attribute's name, for messages.
    const OWNER: &'static str;
    /// Every spelling of every key; the first spelling is the one that messages suggest.
    const ALL: &'static [(&'static str, Self)];

    /// Whether the key may be written more than once.
    fn repeats(self) -> bool {
        false
    }

    /// Why there is no setting `written`, where attributes like this one have it.
    fn refused(written: &str) -> Option<String> {
        let _ = written;
        None
    }
}

/// One element of an attribute's list.
pub(crate) struct Entry<K> {
    pub(crate) key: K,
    /// The key as written.
    pub(crate) name: Ident,
    pub(crate) value: Value,
}

/// What follows the key.
pub(crate) enum Value {
    Nothing,
    Expr(Expr),
    List(TokenStream),
}

/// Reads the arguments of `attributes`, all of one name, as one list.
pub(crate) fn of_attributes<'a, K: Keys>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    errors: &mut Errors,
) -> Vec<Entry<K>> {
    let mut list = Vec::new();
    for attribute in attributes {
        match &attribute.meta {
            Meta::List(meta) => read(meta.tokens.clone(), &mut list, errors),
            other => errors.on(
                other,
                format!("expected a list in parentheses: `#[{}({}, ..)]`", K::OWNER, K::ALL[0].0),
            ),
        }
    }
    list
}

/// What is between the parentheses of an attribute that may also stand without them.
pub(crate) fn arguments(attribute: &Attribute, kind: Kind, errors: &mut Errors) -> TokenStream {
    match &attribute.meta {
        Meta::Path(_) => TokenStream::new(),
        Meta::List(list) => list.tokens.clone(),
        other @ Meta::NameValue(_) => {
            errors.on(other, format!("expected a list in parentheses: `{}`", kind.usage()));
            TokenStream::new()
        }
    }
}

/// Reads the arguments that the compiler hands to an attribute macro.
pub(crate) fn of_arguments<K: Keys>(arguments: TokenStream, errors: &mut Errors) -> Vec<Entry<K>> {
    let mut list = Vec::new();
    read(arguments, &mut list, errors);
    list
}

/// Appends the entries in `tokens`; what cannot be understood is reported and skipped up to the
/// next comma.
fn read<K: Keys>(tokens: TokenStream, list: &mut Vec<Entry<K>>, errors: &mut Errors) {
    let parsed = separated(
        |input, errors| {
            let name = key::<K>(input)?;
            let value = value(&name, input)?;
            accept(name, value, list, errors);
            Ok(())
        },
        tokens,
        errors,
    );
    errors.keep(parsed);
}

/// Parses elements separated by commas, going on after the next comma when one fails.
pub(crate) fn separated(
    mut element: impl FnMut(ParseStream<'_>, &mut Errors) -> syn::Result<()>,
    tokens: TokenStream,
    errors: &mut Errors,
) -> syn::Result<()> {
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            let failure = match element(input, errors) {
                Ok(()) if input.is_empty() || input.peek(Token![,]) => None,
                Ok(()) => Some(input.error("expected `,` before this")),
                Err(error) => Some(error),
            };
            if let Some(failure) = failure {
                errors.push(failure);
                while !input.is_empty() && !input.peek(Token![,]) {
                    input.parse::<TokenTree>()?;
                }
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    };
    parser.parse2(tokens)
}

fn key<K: Keys>(input: ParseStream<'_>) -> syn::Result<Ident> {
    // `parse_any`, because `crate` is a keyword.
    input.call(Ident::parse_any).map_err(|error| {
        let example = K::ALL[0].0;
        syn::Error::new(
            error.span(),
            format!("expected the name of a setting, such as `{example}`"),
        )
    })
}

fn value(name: &Ident, input: ParseStream<'_>) -> syn::Result<Value> {
    if input.peek(token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        return Ok(Value::List(content.parse()?));
    }
    let Some(equals) = input.parse::<Option<Token![=]>>()? else {
        return Ok(Value::Nothing);
    };
    if input.is_empty() || input.peek(Token![,]) {
        return Err(syn::Error::new(equals.span, format!("expected a value after `{name} =`")));
    }
    input.parse().map(Value::Expr)
}

/// Keeps an entry whose key is known and new.
fn accept<K: Keys>(name: Ident, value: Value, list: &mut Vec<Entry<K>>, errors: &mut Errors) {
    let written = name.unraw().to_string();
    let Some((_, key)) = K::ALL.iter().find(|(spelling, _)| *spelling == written) else {
        let message = K::refused(&written).unwrap_or_else(|| unknown::<K>(&written));
        return errors.at(name.span(), message);
    };
    match list.iter().find(|earlier| earlier.key == *key && !key.repeats()) {
        Some(earlier) if earlier.name == name => {
            errors.at(name.span(), format!("`{name}` is set twice; remove one"));
        }
        Some(earlier) => errors.at(
            name.span(),
            format!(
                "`{name}` is another name of `{}`, which is set already; remove one",
                earlier.name
            ),
        ),
        None => list.push(Entry { key: *key, name, value }),
    }
}

fn unknown<K: Keys>(written: &str) -> String {
    let spellings = K::ALL.iter().map(|(spelling, _)| *spelling);
    let hint = nearest(written, spellings.clone())
        .map(|meant| format!("; did you mean `{meant}`?"))
        .unwrap_or_default();
    let known: Vec<_> = spellings.map(|spelling| format!("`{spelling}`")).collect();
    format!("`{}` has no setting `{written}`{hint} (known: {})", K::OWNER, known.join(", "))
}

impl<K> Entry<K> {
    pub(crate) fn span(&self) -> Span {
        self.name.span()
    }

    /// The literal after `=`, if there is exactly one.
    pub(crate) fn lit(&self) -> Option<&Lit> {
        match &self.value {
            Value::Expr(expr) => match crate::literal::json::peel(expr) {
                Expr::Lit(literal) => Some(&literal.lit),
                _ => None,
            },
            _ => None,
        }
    }
}
