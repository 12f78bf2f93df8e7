//! What clients take as names and URLs, and what no file of theirs should hold.

pub(super) fn checked_key(name: &str) -> Result<&str, String> {
    let valid = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if name.is_empty() || !valid || name.starts_with(|first: char| first.is_ascii_digit()) {
        // It may be the secret itself.
        return Err("a variable's name is letters, digits and `_`, such as API_TOKEN".to_owned());
    }
    Ok(name)
}

/// What all clients take: Codex warns of others, Claude Code refuses them.
pub(super) fn checked_name(name: &str) -> Result<&str, String> {
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if name.is_empty() || name.len() > 64 || !name.bytes().all(valid) {
        return Err(format!(
            "`{name}` is no name for clients, which take 64 letters, digits, `-` and `_`: write \
             `--name NAME`"
        ));
    }
    Ok(name)
}

pub(super) fn checked_url(url: &str, plain: bool) -> Result<&str, String> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    if host.is_empty() || url.contains(|it: char| it.is_whitespace() || it.is_control()) {
        return Err("write the URL of the server's endpoint, such as \
                    `--url http://127.0.0.1:8080/mcp`"
            .to_owned());
    }
    if url_holds_a_secret(url) && !plain {
        return Err(
            "the URL holds what looks like a secret, which would be in the client's file in \
                    plain text: leave it out and write `--bearer-env VARIABLE`, or say \
                    `--plain-text-secrets`"
                .to_owned(),
        );
    }
    Ok(url)
}

pub(super) fn url_holds_a_secret(url: &str) -> bool {
    names_a_user(url) || asks_with_a_secret(url)
}

/// Whether a variable's value is what nobody else should see.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    !value.is_empty() && (names_a_secret(name) || holds_a_password(value))
}

pub(super) fn names_a_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let parts = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "PRIVATE"];
    // As in API_KEY_PROD; not as in KEYBOARD.
    let words = ["KEY", "KEYS", "APIKEY", "AUTH", "PASS", "PAT"];
    let named = parts.iter().any(|part| name.contains(part))
        || ["KEY", "KEYS", "AUTH"].iter().any(|end| name.ends_with(end))
        || name.split('_').any(|word| words.contains(&word));
    // A file's name is none.
    named && !["_FILE", "_PATH", "_DIR", "_SOCK"].iter().any(|end| name.ends_with(end))
}

/// As in `https://token@host/mcp`.
fn names_a_user(url: &str) -> bool {
    let authority = url.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
    authority.is_some_and(|it| it.contains('@'))
}

/// As in `https://host/mcp?api_key=...`.
fn asks_with_a_secret(url: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = query.split(['&', '#']).filter_map(|pair| pair.split_once('='));
    pairs.any(|(name, value)| !value.is_empty() && names_a_secret(&name.replace('-', "_")))
}

/// As in `postgres://user:password@host/`.
fn holds_a_password(value: &str) -> bool {
    let authority = value.split_once("://").and_then(|(_, rest)| rest.split(['/', '?']).next());
    authority.and_then(|it| it.rsplit_once('@')).is_some_and(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for secret in ["API_KEY", "OPENAI_API_KEY_PROD", "GITHUB_PAT", "DB_PASS", "TOKEN_2"] {
            assert!(names_a_secret(secret), "{secret}");
        }
        for other in ["API_KEYS_FILE", "KEYBOARD", "PATH", "SSH_AUTH_SOCK", "LOG_LEVEL"] {
            assert!(!names_a_secret(other), "{other}");
        }
    }

    #[test]
    fn a_url_with_a_secret_is_not_written_down() {
        for url in [
            "https://h/mcp?api_key=x",
            "https://h/mcp?a=1&access-token=x",
            "https://u:p@h/",
            "https://x@h/mcp",
        ] {
            assert!(checked_url(url, false).unwrap_err().contains("plain text"), "{url}");
            assert_eq!(checked_url(url, true), Ok(url));
        }
        for url in ["https://h/mcp?key=", "https://h/mcp?tenant=a", "http://[::1]:1/a@b"] {
            assert_eq!(checked_url(url, false), Ok(url));
        }
    }
}
