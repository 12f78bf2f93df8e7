//! Lines for machines.

use std::fmt::{self, Debug, Display, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Metadata};

use super::shown::shown;
use super::text::moves;

/// Members of the line itself; a field of such a name gets another.
const RESERVED: [&str; 4] = ["time", "level", "target", "spans"];

pub(super) fn line(
    writer: &mut dyn Write,
    time: &str,
    metadata: &Metadata<'_>,
    event: &Event<'_>,
    spans: &[(&str, String)],
) -> fmt::Result {
    write!(writer, r#"{{"time":"{time}","level":"{}","target":"#, metadata.level())?;
    string(writer, metadata.target())?;
    event.record(&mut Members::new(writer));
    if !spans.is_empty() {
        writer.write_str(r#","spans":["#)?;
        for (index, (name, fields)) in spans.iter().enumerate() {
            writer.write_str(if index > 0 { r#",{"name":"# } else { r#"{"name":"# })?;
            string(writer, name)?;
            write!(writer, "{fields}}}")?;
        }
        writer.write_char(']')?;
    }
    writer.write_str("}\n")
}

/// Writes fields as further members of an object.
pub(super) struct Members<'a>(&'a mut dyn Write);

impl<'a> Members<'a> {
    pub(super) fn new(writer: &'a mut dyn Write) -> Self {
        Self(writer)
    }

    /// The name, and where its value is to be written.
    fn member(&mut self, field: &Field) -> &mut dyn Write {
        let name = field.name();
        let suffix = if RESERVED.contains(&name) || name == "name" { "_" } else { "" };
        let _ = self.0.write_char(',');
        let _ = string(self.0, format_args!("{name}{suffix}"));
        let _ = self.0.write_char(':');
        self.0
    }
}

impl Visit for Members<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = string(self.member(field), format_args!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = string(self.member(field), value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        let _ = write!(self.member(field), "{value}");
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        let _ = write!(self.member(field), "{value}");
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        let _ = write!(self.member(field), "{value}");
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        let _ = float(self.member(field), value);
    }
}

pub(super) fn string(writer: &mut dyn Write, value: impl Display) -> fmt::Result {
    writer.write_char('"')?;
    shown(&mut Escaped(writer), format_args!("{value}"));
    writer.write_char('"')
}

fn float(writer: &mut dyn Write, value: f64) -> fmt::Result {
    // JSON has no infinity. As `Debug`, since `Display` has no exponents.
    if value.is_finite() { write!(writer, "{value:?}") } else { writer.write_str("null") }
}

/// The inside of a string, in which nothing moves a cursor, either.
struct Escaped<'a>(&'a mut dyn Write);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let is_special = |character| matches!(character, '"' | '\\') || moves(character);
        let mut rest = text;
        while let Some((at, special)) = rest.char_indices().find(|(_, it)| is_special(*it)) {
            self.0.write_str(&rest[..at])?;
            match special {
                '"' => self.0.write_str("\\\""),
                '\\' => self.0.write_str("\\\\"),
                '\n' => self.0.write_str("\\n"),
                '\r' => self.0.write_str("\\r"),
                '\t' => self.0.write_str("\\t"),
                other => write!(self.0, "\\u{:04x}", u32::from(other)),
            }?;
            rest = &rest[at + special.len_utf8()..];
        }
        self.0.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut dyn Write) -> fmt::Result) -> String {
        let mut line = String::new();
        write(&mut line).unwrap();
        line
    }

    #[test]
    fn control_characters_are_escaped_beyond_what_json_demands() {
        let line = written(|to| string(to, "é\n\x1b[2J\u{7f}\u{9b}\u{202e}\"\\日本"));
        assert_eq!(line, r#""é\n\u001b[2J\u007f\u009b\u202e\"\\日本""#);
    }

    #[test]
    fn numbers_are_those_of_json() {
        let cases = [
            (0.0, "0.0"),
            (0.012_345, "0.012345"),
            (1e-9, "1e-9"),
            (-2e300, "-2e300"),
            (f64::NAN, "null"),
            (f64::INFINITY, "null"),
        ];
        for (value, expected) in cases {
            let line = written(|to| float(to, value));
            assert_eq!(line, expected);
            assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
        }
    }

    proptest! {
        #[test]
        fn every_text_is_one_line_and_read_back(
            text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f\"\\\\\u{2028}]){0,40}",
        ) {
            let line = written(|to| string(to, &text));
            prop_assert!(!line.contains(moves), "{line:?}");
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
