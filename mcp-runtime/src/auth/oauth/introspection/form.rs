use std::fmt::Write as _;

/// Text as `application/x-www-form-urlencoded` has it, which is also what
/// `client_secret_basic` is made of (RFC 6749, appendix B).
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Whether it can be a bearer token (RFC 6750, 2.1).
pub(super) fn is_token(text: &str) -> bool {
    let start = text.trim_end_matches('=');
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !start.is_empty() && start.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_written_as_specified() {
        // The example of RFC 6749, appendix B.
        assert_eq!(encoded("\u{20}\u{25}\u{26}\u{2B}\u{A3}\u{20AC}"), "+%25%26%2B%C2%A3%E2%82%AC");
        assert_eq!(encoded("aZ0-._*:="), "aZ0-._*%3A%3D");
    }

    #[test]
    fn only_what_can_be_a_token_is_one() {
        for token in ["a", "aZ0-._~+/==", "mF_9.B5f-4.1JqM"] {
            assert!(is_token(token), "{token}");
        }
        for wrong in ["", "=", "a b", "a=b", "a\n", "ä", "a&b", "\"a\""] {
            assert!(!is_token(wrong), "{wrong:?}");
        }
    }
}
