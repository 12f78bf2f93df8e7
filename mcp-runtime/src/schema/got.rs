//! Values as a violation quotes them.

use std::io::{self, Write};

use serde_json::Value;

/// What stands where no value is.
pub(super) const NOTHING: &str = "nothing";

/// Characters of JSON that are quoted.
const QUOTED: usize = 80;

/// The value as JSON, cut at [`QUOTED`] characters. A cut string or array says how long it is, since its length may be
/// what is wrong with it.
pub(super) fn quote(value: &Value) -> String {
    let mut cut = Cut { bytes: Vec::new(), room: QUOTED * 4 };
    // The only error is that of `Cut`, which means that the rest is not wanted.
    let whole = serde_json::to_writer(&mut cut, value).is_ok();
    let text = complete_chars(&cut.bytes);
    match text.char_indices().nth(QUOTED) {
        None if whole => text.to_owned(),
        None => with_size(text, value),
        Some((end, _)) => with_size(&text[..end], value),
    }
}

fn with_size(text: &str, value: &Value) -> String {
    match value {
        Value::String(string) => format!("{text}… ({} characters)", string.chars().count()),
        Value::Array(items) => format!("{text}… ({} items)", items.len()),
        Value::Object(members) => format!("{text}… ({} properties)", members.len()),
        _ => format!("{text}…"),
    }
}

/// The longest prefix that is UTF-8; the writer may have stopped inside a character.
fn complete_chars(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// Takes so many bytes and refuses the rest, so that quoting a value of megabytes costs no more than a small one.
struct Cut {
    bytes: Vec<u8>,
    room: usize,
}

impl Write for Cut {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let taken = buffer.len().min(self.room - self.bytes.len());
        if taken == 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::WriteZero.into());
        }
        self.bytes.extend_from_slice(&buffer[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_values_are_quoted_whole() {
        assert_eq!(quote(&json!("5")), r#""5""#);
        assert_eq!(quote(&json!({"a": [1, null]})), r#"{"a":[1,null]}"#);
        let fits = "x".repeat(QUOTED - 2);
        assert_eq!(quote(&json!(fits)), format!("\"{fits}\""));
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        for (letter, length) in [("x", 100), ("é", 100_000), ("😀", 81), ("\u{1}", 79)] {
            let quoted = quote(&json!(letter.repeat(length)));
            let (text, size) = quoted.split_once('…').expect("it is cut");
            assert_eq!(text.chars().count(), QUOTED, "{letter}");
            assert_eq!(size, format!(" ({length} characters)"));
        }
        assert!(quote(&json!(vec![1; 1000])).ends_with("… (1000 items)"));
    }
}
