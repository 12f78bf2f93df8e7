use serde_json::value::RawValue;

use super::{Id, IdBuf};

/// Finds the top-level `"id"` of a message that does not parse.
///
/// Clients wait for ever on an error whose id is null or absent, so a request
/// that is cut short, too large or not UTF-8 is still worth an answer with
/// its own id. Tolerant by design: it only skips strings and counts brackets.
pub(crate) fn peek_id(bytes: &[u8]) -> Option<IdBuf> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let end = string_end(bytes, at)?;
                if depth == 1 && is_id(&bytes[at..end]) {
                    let rest = bytes[end..].trim_ascii_start();
                    if let Some(value) = rest.strip_prefix(b":") {
                        return value_at(value.trim_ascii_start());
                    }
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether a string is `"id"`, however it is written.
fn is_id(name: &[u8]) -> bool {
    // Six characters for each of the two, and the quotes.
    const LONGEST: usize = 14;
    name == b"\"id\""
        || (name.len() <= LONGEST
            && name.contains(&b'\\')
            && serde_json::from_slice::<String>(name).is_ok_and(|name| name == "id"))
}

/// The index just past the string that opens at `start`.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

fn value_at(bytes: &[u8]) -> Option<IdBuf> {
    let end = match bytes.first()? {
        b'"' => string_end(bytes, 0)?,
        // A number that runs to the end of the input may have been cut off,
        // and an answer to the wrong id is worse than none.
        _ => bytes.iter().position(|byte| !matches!(byte, b'-' | b'0'..=b'9'))?,
    };
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    let raw: &RawValue = serde_json::from_str(text).ok()?;
    Id::from_raw(raw).map(Id::to_buf)
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
    }
}
