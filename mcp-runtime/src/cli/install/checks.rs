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
    if holds_a_password(url) && !plain {
        return Err(
            "the URL holds a password, which would be in the client's file in plain text: \
                    leave it out and write `--bearer-env VARIABLE`"
                .to_owned(),
        );
    }
    Ok(url)
}

pub(super) fn names_a_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let parts = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "CREDENTIAL", "PRIVATE"];
    let named = parts.iter().any(|part| name.contains(part))
        || ["KEY", "KEYS", "AUTH"].iter().any(|end| name.ends_with(end));
    // A file's name is none.
    named && !["_FILE", "_PATH", "_DIR"].iter().any(|end| name.ends_with(end))
}

/// As in `postgres://user:password@host/`.
pub(super) fn holds_a_password(value: &str) -> bool {
    let authority = value.split_once("://").and_then(|(_, rest)| rest.split(['/', '?']).next());
    authority.and_then(|it| it.rsplit_once('@')).is_some_and(|(user, _)| user.contains(':'))
}
