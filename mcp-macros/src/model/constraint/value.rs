//! Values that the constraints beside them exclude.

use super::array;
use crate::diagnostics::Errors;
use crate::literal::json::Json;
use crate::literal::number::Number;
use crate::parse::arg_attr::{ArgAttr, Default, Setting};
use crate::parse::bound::Bound;

/// A server must not suggest a value that it refuses.
pub(super) fn check(attr: &ArgAttr, errors: &mut Errors) {
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
        Json::Bool(_) | Json::Object(_) | Json::Source(_) => None,
    }
    .or_else(|| not_chosen(attr, value))
}

fn out_of_range(attr: &ArgAttr, number: &Number) -> Option<String> {
    let broken = |setting: &Option<Setting<Bound<Number>>>, holds: fn(&Number, &Number) -> bool| {
        let setting = setting.as_ref()?;
        let bound = setting.literal()?;
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
    let broken = |setting: &Option<Setting<Bound<u64>>>, holds: fn(u64, u64) -> bool| {
        let setting = setting.as_ref()?;
        let bound = *setting.literal()?;
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
