//! What comes after the slash of a rate or a budget: `"min"`, `"day"`, `"30s"`.

use super::duration;

/// Windows written as a word; a duration is the general form.
const WORDS: &[(&str, u64)] = &[
    ("ms", 1),
    ("s", 1_000),
    ("sec", 1_000),
    ("second", 1_000),
    ("m", 60_000),
    ("min", 60_000),
    ("minute", 60_000),
    ("h", 3_600_000),
    ("hour", 3_600_000),
    ("d", 86_400_000),
    ("day", 86_400_000),
];

/// Reads a window in milliseconds.
pub(crate) fn parse(text: &str) -> Option<u64> {
    match WORDS.iter().find(|(word, _)| *word == text) {
        Some((_, millis)) => Some(*millis),
        None => duration::parse(text).ok(),
    }
}

/// Writes a window as [`parse`] reads it: as a word where there is one.
pub(crate) fn display(millis: u64) -> String {
    match millis {
        1_000 => "s".to_owned(),
        60_000 => "min".to_owned(),
        3_600_000 => "hour".to_owned(),
        86_400_000 => "day".to_owned(),
        _ => duration::literal(millis),
    }
}
