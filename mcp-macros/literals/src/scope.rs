//! One scope token (RFC 6749, 3.3).

/// What a client adds to ask for a refresh token (`OpenID` Connect Core, 11).
const OFFLINE_ACCESS: &str = "offline_access";

/// Reads one scope that somebody is to have. `offline_access` is none: MCP
/// servers should not ask for it, since refresh tokens are no business of theirs.
///
/// # Errors
/// A sentence that quotes the text and says what to write.
pub fn parse(text: &str) -> Result<&str, String> {
    if text == OFFLINE_ACCESS {
        return Err(format!(
            "`{OFFLINE_ACCESS}` asks for a refresh token and gives no right to anything here; leave it \
             out: clients ask for it themselves"
        ));
    }
    if is_token(text) {
        return Ok(text);
    }
    if text.is_empty() {
        return Err("a scope cannot be empty; write one such as \"weather:read\"".to_owned());
    }
    if text.split(' ').filter(|word| !word.is_empty()).all(is_token) {
        let list: Vec<String> = text.split_whitespace().map(|word| format!("\"{word}\"")).collect();
        return Err(format!(
            "`{text}` is not one scope; write several as a list: [{}]",
            list.join(", ")
        ));
    }
    Err(format!("`{text}` is not a scope; write ASCII without spaces, quotes and backslashes"))
}

/// Whether this can be a scope: printable ASCII without space, `"` and `\`.
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_one_word_of_printable_ascii() {
        for scope in ["a", "weather:read", "https://example.com/scope", "!#[]~"] {
            assert_eq!(parse(scope), Ok(scope));
        }
        for (text, problem) in [
            ("", "a scope cannot be empty; write one such as \"weather:read\""),
            ("a b", "`a b` is not one scope; write several as a list: [\"a\", \"b\"]"),
            ("a\"", "`a\"` is not a scope; write ASCII without spaces, quotes and backslashes"),
            ("ä", "`ä` is not a scope; write ASCII without spaces, quotes and backslashes"),
            (
                "offline_access",
                "`offline_access` asks for a refresh token and gives no right to anything here; leave it \
                 out: clients ask for it themselves",
            ),
            ("a\n", "`a\n` is not a scope; write ASCII without spaces, quotes and backslashes"),
        ] {
            assert_eq!(parse(text), Err(problem.to_owned()));
        }
    }
}
