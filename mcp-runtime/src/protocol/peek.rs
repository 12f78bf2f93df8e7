use serde_json::value::RawValue;

use super::{Id, IdBuf};

/// Finds the top-level `"id"` of a message that does not parse.
///
/// Clients wait for ever on an error whose id is null or absent, so a request
/// that is cut short, too large or not UTF-8 is still worth an answer with
/// its own id. Tolerant by design: it only skips strings and counts brackets.
pub(crate) fn peek_id(bytes: &[u8]) -> Option<IdBuf> {
    Peek::default().feed(bytes)
}

/// The same for a message that comes in pieces, of which nothing else is kept:
/// many clients write the id last.
#[derive(Default)]
pub(crate) struct Peek {
    depth: usize,
    at: At,
    /// The byte before was a backslash that escapes the next.
    escaped: bool,
    /// What was read of a name or of the id, quotes included.
    token: Vec<u8>,
}

#[derive(Default, Clone, Copy)]
enum At {
    #[default]
    Between,
    Text,
    /// Behind a text that would be the name of the id.
    Named,
    /// Where the id begins.
    Id,
    IdText,
    IdNumber,
    /// Whatever there is, it is no id.
    Lost,
}

/// The longest way to write `"id"`: six characters for each of the two, and the quotes.
const LONGEST_NAME: usize = 14;
/// Of an id, which has to be kept until it is whole.
const LONGEST_ID: usize = 4 << 10;

impl Peek {
    /// Reads on; the id, once it is whole.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Option<IdBuf> {
        for &byte in bytes {
            let at = self.at;
            self.at = match at {
                At::Between => self.between(byte),
                At::Text if self.text(byte, LONGEST_NAME) => {
                    if self.depth == 1 && is_id(&self.token) { At::Named } else { At::Between }
                }
                At::Named if byte == b':' => At::Id,
                At::Named if !byte.is_ascii_whitespace() => self.between(byte),
                At::Id if !byte.is_ascii_whitespace() => self.begin(byte),
                At::IdText if self.text(byte, LONGEST_ID) => return self.id(),
                At::IdNumber if matches!(byte, b'-' | b'0'..=b'9') => {
                    self.keep(byte, LONGEST_ID);
                    At::IdNumber
                }
                // Not before: a number that ends with the piece may go on, and
                // an answer to the wrong id is worse than none.
                At::IdNumber => return self.id(),
                At::Lost => return None,
                same => same,
            };
        }
        None
    }

    fn between(&mut self, byte: u8) -> At {
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'"' => return self.open(byte, At::Text),
            _ => {}
        }
        At::Between
    }

    fn begin(&mut self, byte: u8) -> At {
        match byte {
            b'"' => self.open(byte, At::IdText),
            b'-' | b'0'..=b'9' => self.open(byte, At::IdNumber),
            _ => At::Lost,
        }
    }

    fn open(&mut self, byte: u8, at: At) -> At {
        self.token.clear();
        self.token.push(byte);
        at
    }

    /// Whether this byte ends the text.
    fn text(&mut self, byte: u8, longest: usize) -> bool {
        let escaped = self.escaped;
        self.escaped = byte == b'\\' && !escaped;
        self.keep(byte, longest);
        byte == b'"' && !escaped
    }

    /// One more than the longest shows that it is longer.
    fn keep(&mut self, byte: u8, longest: usize) {
        if self.token.len() <= longest {
            self.token.push(byte);
        }
    }

    fn id(&mut self) -> Option<IdBuf> {
        self.at = At::Lost;
        let text = std::str::from_utf8(&self.token).ok()?;
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Id::from_raw(raw).map(Id::to_buf)
    }
}

/// Whether a string is `"id"`, however it is written.
fn is_id(name: &[u8]) -> bool {
    name == b"\"id\""
        || (name.len() <= LONGEST_NAME
            && name.contains(&b'\\')
            && serde_json::from_slice::<String>(name).is_ok_and(|name| name == "id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peek(text: &str) -> Option<String> {
        peek_id(text.as_bytes()).map(|id| id.as_id().as_json().to_owned())
    }

    #[test]
    fn finds_only_the_top_level_id() {
        assert_eq!(peek(r#"{"id": 12, "met"#).as_deref(), Some("12"));
        assert_eq!(
            peek(r#"{"params":{"id":1,"s":"}\"id\":2"},"id":"x","#).as_deref(),
            Some("\"x\"")
        );
        assert_eq!(peek(r#"{"params":{"id":1}"#), None);
        assert_eq!(peek(r#"{"id":12"#), None, "the number may go on");
        assert_eq!(peek(r#"{"id":null}"#), None);
        assert_eq!(peek(r#"[{"id":1}]"#), None);
        assert_eq!(peek(r#"{"id":"\"#), None);
        let escaped = r#"{"\u0069d\n":1,"\u0069\u0064":2,"#;
        assert_eq!(peek(escaped).as_deref(), Some("2"), "as JSON may write it");
        assert_eq!(peek(r#"{"method":"id","id" : 3}"#).as_deref(), Some("3"), "no name");
        assert_eq!(peek(&format!(r#"{{"id":"{}"}}"#, "x".repeat(LONGEST_ID))), None, "no id");
    }

    #[test]
    fn finds_it_however_the_message_is_cut() {
        let text = r#"{"a":["id",{"id":1}],"s":"\"id\":2 \\","\u0069d" : "x\"y\\","#.as_bytes();
        for first in 0..text.len() {
            for second in first..text.len() {
                let mut peek = Peek::default();
                let pieces = [&text[..first], &text[first..second], &text[second..]];
                let found = pieces.into_iter().find_map(|piece| peek.feed(piece)).unwrap();
                assert_eq!(found.as_id().as_json(), r#""x\"y\\""#);
            }
        }
    }
}
