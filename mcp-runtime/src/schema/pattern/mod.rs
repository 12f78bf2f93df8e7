//! Patterns: ECMA-262 in the schema, `regex-lite` underneath.

mod class;
mod escape;
mod translate;

use regex_lite::{Regex, RegexBuilder};

use super::limits::{MAX_PATTERN_BYTES, MAX_REGEX_BYTES};

/// A compiled `pattern`, or a name of `patternProperties`. Searching takes linear time and matches anywhere in the
/// string, as JSON Schema asks, unless the pattern is anchored.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: Box<str>,
    regex: Regex,
}

impl Pattern {
    /// The error says what in the pattern is not supported.
    pub(super) fn compile(text: &str) -> Result<Self, String> {
        if text.len() > MAX_PATTERN_BYTES {
            return Err(format!("it is longer than {MAX_PATTERN_BYTES} bytes"));
        }
        let translated = translate::translate(text)?;
        let regex = RegexBuilder::new(&translated)
            .size_limit(MAX_REGEX_BYTES)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { text: text.into(), regex })
    }

    pub(super) fn is_match(&self, string: &str) -> bool {
        self.regex.is_match(string)
    }

    /// As the author wrote it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}
