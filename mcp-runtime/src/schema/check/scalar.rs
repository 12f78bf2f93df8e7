//! Keywords that look at the value alone.

use serde_json::{Number, Value};

use crate::schema::{
    describe,
    equal::equal,
    node::Rules,
    number::Num,
    place::Place,
    report::{Finding, Report},
    rules::{Bound, Choices, NumberRules, Range},
};

/// `type`, `enum` and `const`: if one of them fails, the others are of no interest.
pub(super) fn is_of_kind(rules: &Rules, value: &Value) -> bool {
    rules.types.is_none_or(|types| types.admits(value))
        && rules.choices.as_ref().is_none_or(|choices| choices.contains(value))
}

impl Choices {
    pub(in crate::schema) fn contains(&self, value: &Value) -> bool {
        match (&self.strings, value) {
            (Some(strings), Value::String(string)) => strings.contains(string.as_str()),
            (Some(_), _) => false,
            (None, _) => self.values.iter().any(|choice| equal(choice, value)),
        }
    }
}

pub(super) fn number(rules: &Rules, number: &Number, place: &Place<'_>, report: &mut Report) {
    if let Some(limits) = &rules.number
        && !limits.admit(number)
    {
        report.fail(place.depth, || Finding::at(place, describe::number(rules.types, limits)));
    }
}

impl NumberRules {
    fn admit(&self, number: &Number) -> bool {
        let value = Num::of(number);
        let above = |min: &Bound| value > min.limit || (!min.exclusive && value == min.limit);
        let below = |max: &Bound| value < max.limit || (!max.exclusive && value == max.limit);
        self.min.as_ref().is_none_or(above)
            && self.max.as_ref().is_none_or(below)
            && self.multiple_of.as_ref().is_none_or(|multiple| multiple.divisor.divides(number))
    }
}

pub(super) fn string(rules: &Rules, string: &str, place: &Place<'_>, report: &mut Report) {
    let Some(rules) = &rules.string else { return };
    if !has_length(string, rules.length) {
        report.fail(place.depth, || Finding::at(place, describe::string_length(rules.length)));
        if !report.is_collecting() || rules.length.max.is_some_and(|max| exceeds(string, max)) {
            // A search takes time in proportion to the length, and this one is out of bounds.
            return;
        }
    }
    if let Some(pattern) = &rules.pattern
        && !pattern.is_match(string)
    {
        report.fail(place.depth, || Finding::at(place, describe::string_pattern(pattern)));
    }
}

fn has_length(string: &str, length: Range) -> bool {
    // A character is one to four bytes, which settles most cases without a count.
    let certain = length.contains(string.len()) && length.contains(string.len().div_ceil(4));
    certain || (!length.is_unbounded() && length.contains(string.chars().count()))
}

fn exceeds(string: &str, max: u64) -> bool {
    !Range { min: 0, max: Some(max) }.contains(string.chars().count())
}
