//! Constraints that contradict each other.

use super::value;
use crate::diagnostics::Errors;
use crate::parse::arg_attr::{ArgAttr, Setting};

/// Reports constraints that contradict each other, and values that they exclude.
pub(crate) fn check(attr: &ArgAttr, errors: &mut Errors) {
    check_range(attr, errors);
    if let (Some(min), Some(max)) = (&attr.min_length, &attr.max_length)
        && let (Some(least), Some(most)) = (min.literal(), max.literal())
        && least > most
    {
        errors.on(
            &max.written.tokens,
            format!("`{}` is below `{}`, so that no value fits; swap them", max.key, min.key),
        );
    }
    if let Some(step) = &attr.multiple_of
        && step.literal().is_some_and(|step| !step.is_positive())
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
    value::check(attr, errors);
}

fn check_range(attr: &ArgAttr, errors: &mut Errors) {
    let lower = [(&attr.min, false), (&attr.exclusive_min, true)];
    let upper = [(&attr.max, false), (&attr.exclusive_max, true)];
    for (low, low_excluded) in lower {
        for (high, high_excluded) in upper {
            let (Some(low), Some(high)) = (low, high) else {
                continue;
            };
            let (Some(least), Some(most)) = (low.literal(), high.literal()) else {
                continue;
            };
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
