//! Lines for people.

use std::fmt::{self, Debug, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata};

use super::shown::shown;

pub(super) fn line(
    writer: &mut dyn Write,
    time: &str,
    metadata: &Metadata<'_>,
    event: &Event<'_>,
    spans: &[(&str, String)],
    color: bool,
) -> fmt::Result {
    let (dim, level, end) =
        if color { ("\x1b[2m", tint(*metadata.level()), "\x1b[0m") } else { ("", "", "") };
    let (name, target) = (metadata.level().as_str(), metadata.target());
    write!(writer, "{dim}{time}{end} {level}{name:>5}{end} ")?;
    for (name, fields) in spans {
        write!(writer, "{name}{{{}}}:", fields.trim_start())?;
    }
    let space = if spans.is_empty() { "" } else { " " };
    write!(writer, "{space}{dim}{target}:{end}")?;
    event.record(&mut Fields::new(writer));
    writer.write_char('\n')
}

fn tint(level: Level) -> &'static str {
    match level {
        Level::ERROR => "\x1b[31m",
        Level::WARN => "\x1b[33m",
        Level::INFO => "\x1b[32m",
        Level::DEBUG => "\x1b[34m",
        Level::TRACE => "\x1b[35m",
    }
}

/// Writes fields one after the other, the message without its name.
pub(super) struct Fields<'a>(&'a mut dyn Write);

impl<'a> Fields<'a> {
    pub(super) fn new(writer: &'a mut dyn Write) -> Self {
        Self(writer)
    }
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = self.0.write_char(' ');
        if field.name() != "message" {
            let _ = write!(self.0, "{}=", field.name());
        }
        shown(&mut OneLine(self.0), format_args!("{value:?}"));
    }
}

/// Whether it would end the line, move the cursor or turn the text round: what
/// is logged may be anybody's.
pub(super) fn moves(character: char) -> bool {
    let turns = matches!(character,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || character.is_control()
}

/// Escapes whatever [`moves`].
pub(super) struct OneLine<'a>(pub(super) &'a mut dyn Write);

impl Write for OneLine<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '\n' | '\r' | '\t' => write!(self.0, "{}", character.escape_default())?,
                other if moves(other) => write!(self.0, "{}", other.escape_unicode())?,
                other => self.0.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_outside_ascii_stays_readable() {
        let mut line = String::new();
        write!(OneLine(&mut line), "é\n\x1b[2J\u{202e}x\u{85}日本").unwrap();
        assert_eq!(line, "é\\n\\u{1b}[2J\\u{202e}x\\u{85}日本");
    }

    proptest! {
        #[test]
        fn no_text_ends_a_line(text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f\u{2028}]){0,40}") {
            let mut line = String::new();
            write!(OneLine(&mut line), "{text}").unwrap();
            prop_assert!(!line.contains(|c: char| c.is_control() || c == '\u{2028}'), "{line:?}");
        }
    }
}
