//! Keys of `_meta` objects and identifiers of extensions (specification 2026-07-28, basic/index, "`_meta`",
//! and basic/versioning, "Extension Negotiation").

/// Says what is wrong with a key: an optional prefix of dotted labels and a slash, then a name.
///
/// # Errors
/// A sentence that says what to write instead.
pub fn check(key: &str) -> Result<(), String> {
    let (prefix, name) = match key.rsplit_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if let Some(prefix) = prefix
        && !prefix.split('.').all(is_label)
    {
        return Err(format!(
            "`{prefix}` is not a prefix: labels start with a letter, end with a letter or digit and \
             are joined by dots, such as `com.example/`"
        ));
    }
    if name.is_empty() {
        return Err("the key has no name; write one, such as `com.example/team`".into());
    }
    if !is_name(name) {
        return Err(format!(
            "`{name}` is not a name: letters, digits, `-`, `_` and `.`, with a letter or digit at \
             both ends"
        ));
    }
    Ok(())
}

/// The same for the identifier of an extension, whose prefix must be there.
///
/// # Errors
/// A sentence that says what to write instead.
pub fn check_extension(identifier: &str) -> Result<(), String> {
    if !identifier.contains('/') {
        return Err(format!(
            "`{identifier}` has no prefix; an extension begins with the domain of who defines it, \
             such as `com.example/search`"
        ));
    }
    check(identifier)
}

/// Whether the prefix is one of the protocol's own.
pub fn is_reserved(key: &str) -> bool {
    let prefix = key.rsplit_once('/').map_or("", |(prefix, _)| prefix);
    matches!(prefix.split('.').nth(1), Some("modelcontextprotocol" | "mcp"))
}

fn is_label(label: &str) -> bool {
    let bytes = label.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for key in
            ["team", "com.example/team", "com.example-2/a.b_c-d", "example/x", "a", "dev.mcp/x"]
        {
            assert!(check(key).is_ok(), "{key}");
        }
        for key in [
            "",
            "com.example/",
            "/x",
            "com..example/x",
            "1com/x",
            "com.ex_ample/x",
            "a b",
            "-a",
            "a/b/c",
        ] {
            assert!(check(key).is_err(), "{key}");
        }
    }

    #[test]
    fn extensions_have_a_prefix() {
        assert!(check_extension("io.modelcontextprotocol/ui").is_ok());
        assert!(check_extension("ui").unwrap_err().contains("has no prefix"));
        assert!(check_extension("com.example/").is_err());
    }

    #[test]
    fn the_second_label_tells_whose_it_is() {
        for key in ["io.modelcontextprotocol/x", "dev.mcp/x", "com.mcp.tools/x"] {
            assert!(is_reserved(key), "{key}");
        }
        for key in ["com.example.mcp/x", "mcp/x", "mcp", "com.example/mcp"] {
            assert!(!is_reserved(key), "{key}");
        }
    }
}
