//! Media types (RFC 6838, 4.2), as far as a slip shows.

/// Takes a media type; the error says what to write instead.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    match text.split_once('/') {
        Some((kind, subtype))
            if !kind.is_empty() && !subtype.is_empty() && !text.contains(char::is_control) =>
        {
            Ok(text.to_owned())
        }
        _ => Err(format!("`{text}` is not a media type; write one such as \"image/png\"")),
    }
}
