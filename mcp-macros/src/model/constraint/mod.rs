//! Ranges, lengths, patterns and choices, in the words of JSON Schema.

mod consistency;
mod value;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Expr, Ident};

use crate::literal::json::Json;
use crate::literal::number::Number;
use crate::parse::Written;
use crate::parse::arg_attr::{ArgAttr, Setting};
use crate::parse::bound::Bound;

pub(crate) use consistency::check;

/// A trait of the runtime that an argument's type must have, and the attribute's key that asks for
/// it.
pub(crate) struct Check {
    pub(crate) kind: CheckKind,
    pub(crate) key: Ident,
}

#[derive(Clone, Copy)]
pub(crate) enum CheckKind {
    Ranged,
    Measured,
    Listed,
    Textual,
    Mirrored,
}

/// A bound that is a constant expression of the user's.
pub(crate) struct Computed {
    pub(crate) keyword: &'static str,
    pub(crate) kind: ComputedKind,
    pub(crate) expr: TokenStream,
}

#[derive(Clone, Copy)]
pub(crate) enum ComputedKind {
    Number,
    Count,
}

/// The first key of each group that restricts which types make sense.
pub(crate) fn checks(attr: &ArgAttr) -> Vec<Check> {
    let ranged =
        [&attr.min, &attr.exclusive_min, &attr.max, &attr.exclusive_max, &attr.multiple_of];
    let measured = [&attr.min_length, &attr.max_length];
    [
        (CheckKind::Ranged, ranged.into_iter().flatten().map(|setting| &setting.key).next()),
        (CheckKind::Measured, measured.into_iter().flatten().map(|setting| &setting.key).next()),
        (CheckKind::Listed, attr.unique.as_ref().map(|setting| &setting.key)),
        (CheckKind::Textual, attr.pattern.as_ref().map(|setting| &setting.key)),
        (CheckKind::Mirrored, attr.header.as_ref().map(|setting| &setting.key)),
    ]
    .into_iter()
    .filter_map(|(kind, key)| Some(Check { kind, key: key?.clone() }))
    .collect()
}

/// The constraints that are known here, in the words of JSON Schema.
pub(crate) fn overlay(attr: &ArgAttr) -> Vec<(String, Json)> {
    let mut members = Vec::new();
    let mut add = |name: &str, value: Option<Json>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    for (name, bound) in ranges(attr) {
        add(name, bound.and_then(Setting::literal).cloned().map(Json::Number));
    }
    for (name, bound) in lengths(attr) {
        let count = bound.and_then(Setting::literal);
        add(name, count.map(|count| Json::Number(Number::whole(*count))));
    }
    add("uniqueItems", attr.unique.as_ref().map(|setting| Json::Bool(setting.written.value)));
    add("pattern", attr.pattern.as_ref().map(text));
    add("enum", attr.one_of.as_ref().map(|setting| array(&setting.written.value)));
    add("examples", (!attr.examples.is_empty()).then(|| array(&attr.examples)));
    let secret = attr.secret.as_ref().filter(|setting| setting.written.value);
    add("writeOnly", secret.map(|_| Json::Bool(true)));
    add("x-mcp-header", attr.header.as_ref().map(text));
    members
}

/// The bounds that only the compiler knows.
pub(crate) fn computed(attr: &ArgAttr) -> Vec<Computed> {
    let mut members = Vec::new();
    let mut add = |keyword, kind, expr: Option<&Expr>| {
        members.extend(expr.map(|expr| Computed { keyword, kind, expr: expr.to_token_stream() }));
    };
    for (keyword, bound) in ranges(attr) {
        let expr = bound.and_then(|bound| bound.written.value.expr());
        add(keyword, ComputedKind::Number, expr);
    }
    for (keyword, bound) in lengths(attr) {
        let expr = bound.and_then(|bound| bound.written.value.expr());
        add(keyword, ComputedKind::Count, expr);
    }
    members
}

type Keyword<'a, T> = (&'static str, Option<&'a Setting<Bound<T>>>);

fn ranges(attr: &ArgAttr) -> [Keyword<'_, Number>; 5] {
    [
        ("minimum", attr.min.as_ref()),
        ("exclusiveMinimum", attr.exclusive_min.as_ref()),
        ("maximum", attr.max.as_ref()),
        ("exclusiveMaximum", attr.exclusive_max.as_ref()),
        ("multipleOf", attr.multiple_of.as_ref()),
    ]
}

fn lengths(attr: &ArgAttr) -> [Keyword<'_, u64>; 2] {
    [("minLength", attr.min_length.as_ref()), ("maxLength", attr.max_length.as_ref())]
}

fn text(setting: &Setting<String>) -> Json {
    Json::String(setting.written.value.clone())
}

fn array(values: &[Written<Json>]) -> Json {
    Json::Array(values.iter().map(|written| written.value.clone()).collect())
}
