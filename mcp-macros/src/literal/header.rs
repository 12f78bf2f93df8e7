//! Field names of RFC 9110, section 5.1.

/// Whether `text` is a `token`, the only thing that may name an HTTP header.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        for text in ["Region", "X-Api-Version", "a", "a_b", "1", "!#$%&'*+-.^_`|~"] {
            assert!(is_token(text), "{text}");
        }
        for text in ["", "my region", "a:b", "a/b", "(a)", "ü", "a\"b", "a\r\n", "a,b"] {
            assert!(!is_token(text), "{text}");
        }
    }
}
