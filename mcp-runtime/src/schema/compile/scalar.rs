//! `type`, `enum`, `const`, and the keywords for numbers and strings.

use serde_json::{Number, Value};

use super::keywords::Keywords;
use crate::schema::{
    equal::equal,
    error::SchemaError,
    number::{Divisor, Num},
    rules::{Bound, Choices, Multiple, NumberRules, Range, StringRules},
    types::Types,
};

/// From this many strings on, they are looked up in a table, and not compared one by one.
const MANY: usize = 16;

pub(super) fn types(keywords: &Keywords<'_, '_>) -> Result<Option<Types>, SchemaError> {
    let Some(value) = keywords.get("type") else {
        return Ok(None);
    };
    let types = match value {
        Value::String(name) => Types::named(name),
        Value::Array(names) if !names.is_empty() => {
            names.iter().try_fold(Types::default(), |types, name| {
                Some(types.with(Types::named(name.as_str()?)?))
            })
        }
        _ => None,
    };
    let expected = "one or more of \"string\", \"integer\", \"number\", \"boolean\", \"array\", \"object\", \"null\"";
    types.map(Some).ok_or_else(|| keywords.malformed("type", expected, value))
}

pub(super) fn choices(keywords: &Keywords<'_, '_>) -> Result<Option<Choices>, SchemaError> {
    let constant = keywords.get("const");
    if keywords.get("enum").is_none() {
        return Ok(constant.map(|constant| Choices::of(vec![constant.clone()])));
    }
    let allowed = keywords.list("enum", "an array of values")?;
    let allowed =
        allowed.iter().filter(|value| constant.is_none_or(|constant| equal(value, constant)));
    Ok(Some(Choices::of(allowed.cloned().collect())))
}

impl Choices {
    fn of(values: Vec<Value>) -> Self {
        let strings = (values.len() >= MANY)
            .then(|| values.iter().map(|value| value.as_str().map(Box::from)).collect())
            .flatten();
        Self { values, strings }
    }
}

pub(super) fn number(keywords: &Keywords<'_, '_>) -> Result<Option<NumberRules>, SchemaError> {
    let min = tighter(
        bound(keywords.number("minimum")?, false),
        bound(keywords.number("exclusiveMinimum")?, true),
        |inclusive, exclusive| inclusive > exclusive,
    );
    let max = tighter(
        bound(keywords.number("maximum")?, false),
        bound(keywords.number("exclusiveMaximum")?, true),
        |inclusive, exclusive| inclusive < exclusive,
    );
    let multiple_of = match keywords.number("multipleOf")? {
        None => None,
        Some(number) => Some(Multiple {
            divisor: Divisor::new(number).ok_or_else(|| {
                let value = Value::Number(number.clone());
                keywords.malformed("multipleOf", "a number above 0", &value)
            })?,
            text: number.to_string().into(),
        }),
    };
    let rules = NumberRules { min, max, multiple_of };
    let none = rules.min.is_none() && rules.max.is_none() && rules.multiple_of.is_none();
    Ok((!none).then_some(rules))
}

fn bound(number: Option<&Number>, exclusive: bool) -> Option<Bound> {
    number.map(|number| Bound {
        limit: Num::of(number),
        exclusive,
        text: number.to_string().into(),
    })
}

/// Of an inclusive and an exclusive bound, the one that matters.
fn tighter(
    inclusive: Option<Bound>,
    exclusive: Option<Bound>,
    is_tighter: impl FnOnce(Num, Num) -> bool,
) -> Option<Bound> {
    match (inclusive, exclusive) {
        (Some(inclusive), Some(exclusive)) => {
            let inclusive_wins = is_tighter(inclusive.limit, exclusive.limit);
            Some(if inclusive_wins { inclusive } else { exclusive })
        }
        (inclusive, exclusive) => inclusive.or(exclusive),
    }
}

pub(super) fn string(keywords: &Keywords<'_, '_>) -> Result<Option<StringRules>, SchemaError> {
    let rules = StringRules {
        length: range(keywords, "minLength", "maxLength")?,
        pattern: keywords.text("pattern")?.map(|text| keywords.pattern(text)).transpose()?,
    };
    let none = rules.length.is_unbounded() && rules.pattern.is_none();
    Ok((!none).then_some(rules))
}

pub(super) fn range(
    keywords: &Keywords<'_, '_>,
    min: &str,
    max: &str,
) -> Result<Range, SchemaError> {
    Ok(Range { min: keywords.count(min)?.unwrap_or(0), max: keywords.count(max)? })
}
