//! Ranges and counts.

use std::fmt::Write;

use crate::schema::{
    pattern::Pattern,
    rules::{NumberRules, Range, StringRules},
    types::Types,
};

/// Characters of a pattern that a phrase shows.
const PATTERN_SHOWN: usize = 200;

/// `at least 1 item`, `2 to 4 items`.
pub(in crate::schema) fn count(range: Range, one: &str, many: &str) -> String {
    let unit = |count| if count == 1 { one } else { many };
    match (range.min, range.max) {
        (min, Some(max)) if min == max => format!("exactly {min} {}", unit(min)),
        (0, Some(max)) => format!("at most {max} {}", unit(max)),
        (min, None) => format!("at least {min} {}", unit(min)),
        (min, Some(max)) => format!("{min} to {max} {}", unit(max)),
    }
}

/// `an integer from 1 to 14`. One phrase for all keywords, so that a model can satisfy them at once.
pub(in crate::schema) fn number(types: Option<Types>, rules: &NumberRules) -> String {
    let mut phrase = number_noun(types).to_owned();
    // Writing to a string cannot fail.
    let _ = match (&rules.min, &rules.max) {
        (Some(min), Some(max)) if !min.exclusive && !max.exclusive => {
            write!(phrase, " from {} to {}", min.text, max.text)
        }
        (Some(min), Some(max)) => {
            write!(
                phrase,
                " {} {} and {} {}",
                above(min.exclusive),
                min.text,
                below(max.exclusive),
                max.text
            )
        }
        (Some(min), None) => write!(phrase, " {} {}", above(min.exclusive), min.text),
        (None, Some(max)) => write!(phrase, " {} {}", below(max.exclusive), max.text),
        (None, None) => Ok(()),
    };
    if let Some(multiple) = &rules.multiple_of {
        let _ = write!(phrase, " that is a multiple of {}", multiple.text);
    }
    phrase
}

const fn above(exclusive: bool) -> &'static str {
    if exclusive { "greater than" } else { "of at least" }
}

const fn below(exclusive: bool) -> &'static str {
    if exclusive { "less than" } else { "of at most" }
}

pub(super) fn number_noun(types: Option<Types>) -> &'static str {
    match types {
        Some(types) if types.has(Types::INTEGER) && !types.has(Types::NUMBER) => "an integer",
        _ => "a number",
    }
}

/// `a string of at most 80 characters matching ^[a-z]+$`.
pub(super) fn string(rules: &StringRules) -> String {
    match &rules.pattern {
        None => string_length(rules.length),
        Some(pattern) if rules.length.is_unbounded() => string_pattern(pattern),
        Some(pattern) => format!("{} matching {}", string_length(rules.length), shown(pattern)),
    }
}

pub(in crate::schema) fn string_length(length: Range) -> String {
    if length.is_unbounded() {
        "a string".to_owned()
    } else {
        format!("a string of {}", count(length, "character", "characters"))
    }
}

pub(in crate::schema) fn string_pattern(pattern: &Pattern) -> String {
    format!("a string matching {}", shown(pattern))
}

pub(super) fn shown(pattern: &Pattern) -> String {
    let text = pattern.text();
    match text.char_indices().nth(PATTERN_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
