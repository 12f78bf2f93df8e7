//! `#[tool_error(..)]` on a variant or a struct.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Member, Path, Token};

use super::Written;
use super::entry::{self, Entry, Keys, Value, separated};
use crate::diagnostics::Errors;
use crate::literal::duration;
use crate::literal::json::peel;

/// What `#[tool_error(..)]` says.
#[derive(Default)]
pub(crate) struct ErrorAttr {
    pub(crate) code: Option<Written<String>>,
    pub(crate) action: Option<LitStr>,
    pub(crate) retryable: Option<Written<bool>>,
    pub(crate) retry_after: Option<Written<RetryAfter>>,
    pub(crate) details: Vec<Detail>,
    pub(crate) transparent: Option<Ident>,
    pub(crate) krate: Option<(Ident, Path)>,
    /// The first key that describes a report of its own.
    pub(crate) own: Option<Ident>,
    /// A code was written, even if it is not one.
    pub(crate) mentions_code: bool,
}

pub(crate) enum RetryAfter {
    /// Milliseconds.
    Fixed(u64),
    Field(Member),
}

/// A field that the client gets to see.
pub(crate) struct Detail {
    pub(crate) key: Written<String>,
    pub(crate) field: Member,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Code,
    Action,
    Retryable,
    RetryAfter,
    Details,
    Transparent,
    Crate,
}

impl Keys for Key {
    const OWNER: &'static str = "tool_error";
    const ALL: &'static [(&'static str, Self)] = &[
        ("code", Self::Code),
        ("action", Self::Action),
        ("retryable", Self::Retryable),
        ("retry_after", Self::RetryAfter),
        ("details", Self::Details),
        ("transparent", Self::Transparent),
        ("crate", Self::Crate),
    ];
}

impl ErrorAttr {
    /// Reads the `#[tool_error(..)]` among `attributes`.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let ours = attributes.iter().filter(|attr| attr.path().is_ident("tool_error"));
        let mut attr = Self::default();
        for entry in entry::of_attributes::<Key>(ours, errors) {
            if !matches!(entry.key, Key::Transparent | Key::Crate) {
                attr.own.get_or_insert_with(|| entry.name.clone());
            }
            match entry.key {
                Key::Code => {
                    attr.mentions_code = true;
                    attr.code = entry.text("CITY_NOT_FOUND", errors);
                }
                Key::Action => attr.action = entry.string("Check the spelling.", errors),
                Key::Retryable => attr.retryable = entry.flag(errors),
                Key::RetryAfter => attr.retry_after = retry_after(&entry, errors),
                Key::Details => {
                    if let Some(list) = entry.list("field", errors) {
                        attr.details = details(list.clone(), errors);
                    }
                }
                Key::Transparent => attr.transparent = entry.bare(errors).cloned(),
                Key::Crate => {
                    let path = entry.path("my_crate::mcp_runtime", errors);
                    attr.krate = path.map(|path| (entry.name.clone(), path));
                }
            }
        }
        attr
    }
}

/// `"10s"`, or the name or index of a field that holds a `Duration`.
fn retry_after(entry: &Entry<Key>, errors: &mut Errors) -> Option<Written<RetryAfter>> {
    if let Some(Lit::Str(_)) = entry.lit() {
        let fixed = entry.parsed("10s", duration::parse, errors)?;
        return Some(Written { value: RetryAfter::Fixed(fixed.value), tokens: fixed.tokens });
    }
    let field = match &entry.value {
        Value::Expr(expr) => field(peel(expr)),
        _ => None,
    };
    let Some(field) = field else {
        let usages = ["retry_after = \"10s\"", "retry_after = field"];
        return entry.wrong("takes a duration or a field that holds one", &usages, errors);
    };
    Some(Written::new(RetryAfter::Field(field.clone()), field))
}

fn field(expr: &Expr) -> Option<Member> {
    match expr {
        Expr::Path(path) => path.path.get_ident().cloned().map(Member::Named),
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(index) => syn::parse2(index.to_token_stream()).ok(),
            _ => None,
        },
        _ => None,
    }
}

/// `city`, `0`, or `place = city` where the client should read another name.
fn details(tokens: TokenStream, errors: &mut Errors) -> Vec<Detail> {
    let mut list: Vec<Detail> = Vec::new();
    let parsed = separated(
        |input, errors| {
            let first: Member = input.parse().map_err(|error| {
                syn::Error::new(error.span(), "expected the name or the index of a field")
            })?;
            let field = match input.parse::<Option<Token![=]>>()? {
                Some(_) => input.parse()?,
                None => first.clone(),
            };
            let name = match &first {
                Member::Named(ident) => syn::ext::IdentExt::unraw(ident).to_string(),
                Member::Unnamed(index) => index.index.to_string(),
            };
            if list.iter().any(|earlier| earlier.key.value == name) {
                errors.on(&first, format!("`{name}` is listed twice; remove one"));
            }
            list.push(Detail { key: Written::new(name, first), field });
            Ok(())
        },
        tokens,
        errors,
    );
    errors.keep(parsed);
    list
}
