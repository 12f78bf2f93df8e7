//! Ranges, lengths, patterns and choices, in the words of JSON Schema.

mod consistency;
mod value;

use syn::Ident;

use crate::literal::json::Json;
use crate::literal::number::Number;
use crate::parse::Written;
use crate::parse::arg_attr::{ArgAttr, Setting};

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
    Textual,
    Mirrored,
}

/// The first key of each group that restricts which types make sense.
pub(crate) fn checks(attr: &ArgAttr) -> Vec<Check> {
    let ranged =
        [&attr.min, &attr.exclusive_min, &attr.max, &attr.exclusive_max, &attr.multiple_of];
    let measured = [&attr.min_length, &attr.max_length];
    [
        (CheckKind::Ranged, ranged.into_iter().flatten().map(|setting| &setting.key).next()),
        (CheckKind::Measured, measured.into_iter().flatten().map(|setting| &setting.key).next()),
        (CheckKind::Textual, attr.pattern.as_ref().map(|setting| &setting.key)),
        (CheckKind::Mirrored, attr.header.as_ref().map(|setting| &setting.key)),
    ]
    .into_iter()
    .filter_map(|(kind, key)| Some(Check { kind, key: key?.clone() }))
    .collect()
}

/// The constraints in the words of JSON Schema.
pub(crate) fn overlay(attr: &ArgAttr) -> Vec<(String, Json)> {
    let mut members = Vec::new();
    let mut add = |name: &str, value: Option<Json>| {
        members.extend(value.map(|value| (name.to_owned(), value)));
    };
    add("minimum", attr.min.as_ref().map(number));
    add("exclusiveMinimum", attr.exclusive_min.as_ref().map(number));
    add("maximum", attr.max.as_ref().map(number));
    add("exclusiveMaximum", attr.exclusive_max.as_ref().map(number));
    add("multipleOf", attr.multiple_of.as_ref().map(number));
    add("minLength", attr.min_length.as_ref().map(count));
    add("maxLength", attr.max_length.as_ref().map(count));
    add("uniqueItems", attr.unique.as_ref().map(|setting| Json::Bool(setting.written.value)));
    add("pattern", attr.pattern.as_ref().map(text));
    add("enum", attr.one_of.as_ref().map(|setting| array(&setting.written.value)));
    add("examples", (!attr.examples.is_empty()).then(|| array(&attr.examples)));
    add("x-mcp-header", attr.header.as_ref().map(text));
    members
}

fn number(setting: &Setting<Number>) -> Json {
    Json::Number(setting.written.value.clone())
}

fn count(setting: &Setting<u64>) -> Json {
    Json::Number(Number::whole(setting.written.value))
}

fn text(setting: &Setting<String>) -> Json {
    Json::String(setting.written.value.clone())
}

fn array(values: &[Written<Json>]) -> Json {
    Json::Array(values.iter().map(|written| written.value.clone()).collect())
}
