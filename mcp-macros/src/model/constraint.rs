//! Ranges, lengths, patterns and choices: do they fit together, and what do they say in JSON
//! Schema.

use syn::Ident;

use crate::diagnostics::Errors;
use crate::literal::json::Json;
use crate::literal::number::Number;
use crate::parse::Written;
use crate::parse::arg_attr::{ArgAttr, Default, Setting};

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

/// Reports constraints that contradict each other, and values that they exclude.
pub(crate) fn check(attr: &ArgAttr, errors: &mut Errors) {
    check_range(attr, errors);
    if let (Some(min), Some(max)) = (&attr.min_length, &attr.max_length)
        && min.written.value > max.written.value
    {
        errors.on(
            &max.written.tokens,
            format!("`{}` is below `{}`, so that no value fits; swap them", max.key, min.key),
        );
    }
    if let Some(step) = &attr.multiple_of
        && !step.written.value.is_positive()
    {
        errors.on(&step.written.tokens, "`multiple_of` takes a number above zero");
    }
    if let Some(pattern) = &attr.pattern
        && let Err(error) = regex_lite::Regex::new(&pattern.written.value)
    {
        errors.on(
            &pattern.written.tokens,
            format!(
                "the server cannot enforce this pattern: {error}; see the syntax of the crate \
                 `regex-lite`"
            ),
        );
    }
    check_one_of(attr, errors);
    check_values(attr, errors);
}

fn check_range(attr: &ArgAttr, errors: &mut Errors) {
    let lower = [(&attr.min, false), (&attr.exclusive_min, true)];
    let upper = [(&attr.max, false), (&attr.exclusive_max, true)];
    for (low, low_excluded) in lower {
        for (high, high_excluded) in upper {
            let (Some(low), Some(high)) = (low, high) else {
                continue;
            };
            let (least, most) = (&low.written.value, &high.written.value);
            if least > most {
                errors.on(
                    &high.written.tokens,
                    format!(
                        "`{}` is below `{}`, so that no value fits; swap them",
                        high.key, low.key
                    ),
                );
            } else if least == most && (low_excluded || high_excluded) {
                errors.on(
                    &high.written.tokens,
                    format!(
                        "no value fits between `{}` and `{}`; widen the range",
                        low.key, high.key
                    ),
                );
            }
        }
    }
}

fn check_one_of(attr: &ArgAttr, errors: &mut Errors) {
    let Some(Setting { written, .. }) = &attr.one_of else {
        return;
    };
    let choices = &written.value;
    for (i, choice) in choices.iter().enumerate() {
        if choices[..i].iter().any(|earlier| earlier.value == choice.value) {
            errors.on(&choice.tokens, format!("{} is listed twice; remove one", choice.value));
        } else if choice.value.kind() != choices[0].value.kind() {
            errors.on(
                &choice.tokens,
                format!(
                    "`one_of` lists {}s, and this is a {}",
                    choices[0].value.kind(),
                    choice.value.kind()
                ),
            );
        }
    }
}

/// A server must not suggest a value that it refuses.
fn check_values(attr: &ArgAttr, errors: &mut Errors) {
    if let Some(Setting { written, .. }) = &attr.default
        && let Default::Literal(value, _) = &written.value
        && let Some(violated) = violated(attr, value)
    {
        errors.on(
            &written.tokens,
            format!("the default {value} breaks `{violated}`; change one of the two"),
        );
    }
    for example in &attr.examples {
        if let Some(violated) = violated(attr, &example.value) {
            errors.on(
                &example.tokens,
                format!("the example {} breaks `{violated}`; change one of the two", example.value),
            );
        }
    }
}

/// The constraint that `value` breaks, as it was written.
fn violated(attr: &ArgAttr, value: &Json) -> Option<String> {
    match value {
        Json::Number(number) => out_of_range(attr, number),
        Json::String(text) => {
            outside_length(attr, text.chars().count()).or_else(|| unmatched(attr, text))
        }
        // Lengths are about the list; everything else is about what is in it.
        Json::Array(items) => {
            return outside_length(attr, items.len()).or_else(|| {
                items.iter().find_map(|item| match item {
                    Json::String(text) => unmatched(attr, text).or_else(|| not_chosen(attr, item)),
                    item => violated(attr, item),
                })
            });
        }
        Json::Bool(_) | Json::Object(_) => None,
    }
    .or_else(|| not_chosen(attr, value))
}

fn out_of_range(attr: &ArgAttr, number: &Number) -> Option<String> {
    let broken = |setting: &Option<Setting<Number>>, holds: fn(&Number, &Number) -> bool| {
        let setting = setting.as_ref()?;
        let bound = &setting.written.value;
        (!holds(number, bound)).then(|| format!("{} = {}", setting.key, bound.text))
    };
    broken(&attr.min, |number, bound| number >= bound)
        .or_else(|| broken(&attr.exclusive_min, |number, bound| number > bound))
        .or_else(|| broken(&attr.max, |number, bound| number <= bound))
        .or_else(|| broken(&attr.exclusive_max, |number, bound| number < bound))
        .or_else(|| {
            broken(&attr.multiple_of, |number, step| number.is_multiple_of(step).unwrap_or(true))
        })
}

fn outside_length(attr: &ArgAttr, length: usize) -> Option<String> {
    let broken = |setting: &Option<Setting<u64>>, holds: fn(u64, u64) -> bool| {
        let setting = setting.as_ref()?;
        let bound = setting.written.value;
        (!holds(length as u64, bound)).then(|| format!("{} = {bound}", setting.key))
    };
    broken(&attr.min_length, |length, bound| length >= bound)
        .or_else(|| broken(&attr.max_length, |length, bound| length <= bound))
}

fn unmatched(attr: &ArgAttr, text: &str) -> Option<String> {
    let Setting { key, written } = attr.pattern.as_ref()?;
    // A pattern that does not compile has been reported already.
    let regex = regex_lite::Regex::new(&written.value).ok()?;
    (!regex.is_match(text)).then(|| format!("{key} = {:?}", written.value))
}

fn not_chosen(attr: &ArgAttr, value: &Json) -> Option<String> {
    let Setting { key, written } = attr.one_of.as_ref()?;
    let chosen = written.value.iter().any(|choice| choice.value == *value);
    (!chosen).then(|| format!("{key} = {}", array(&written.value)))
}
