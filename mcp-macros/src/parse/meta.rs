//! `meta("com.example/key" = literal, ..)`.

use proc_macro2::TokenStream;
use syn::{Expr, LitStr, Token};

use super::entry::separated;
use crate::diagnostics::Errors;
use crate::literal::json::Json;

/// Appends the members written in one `meta(..)` to `members`.
pub(crate) fn parse(tokens: TokenStream, members: &mut Vec<(String, Json)>, errors: &mut Errors) {
    let parsed = separated(
        |input, errors| {
            let key: LitStr = input.parse().map_err(|error| {
                syn::Error::new(
                    error.span(),
                    "expected a key in quotes, such as `\"com.example/team\" = \"core\"`",
                )
            })?;
            input.parse::<Token![=]>()?;
            let value: Expr = input.parse()?;
            let name = key.value();
            if let Err(message) = check_key(&name) {
                errors.at(key.span(), message);
            }
            if members.iter().any(|(earlier, _)| *earlier == name) {
                errors.at(key.span(), format!("`{name}` is set twice; remove one"));
            }
            match Json::from_expr(&value) {
                Some(value) => members.push((name, value)),
                None => errors.on(
                    value,
                    format!("the value of `{name}` is not a literal or an array of literals"),
                ),
            }
            Ok(())
        },
        tokens,
        errors,
    );
    errors.keep(parsed);
}

/// The format of `_meta` keys: an optional prefix of dotted labels and a slash, then a name.
fn check_key(key: &str) -> Result<(), String> {
    let (prefix, name) = match key.rsplit_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if let Some(prefix) = prefix {
        let labels: Vec<&str> = prefix.split('.').collect();
        if !labels.iter().all(|label| is_label(label)) {
            return Err(format!(
                "`{prefix}` is not a prefix: labels start with a letter, end with a letter or \
                 digit and are joined by dots, such as `com.example/`"
            ));
        }
        if matches!(labels.get(1), Some(&("modelcontextprotocol" | "mcp"))) {
            return Err(format!(
                "the prefix `{prefix}/` is reserved for the protocol; use a domain of your own"
            ));
        }
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
        for key in [
            "team",
            "com.example/team",
            "com.example-2/a.b_c-d",
            "com.example.mcp/x",
            "example/x",
            "a",
        ] {
            assert!(check_key(key).is_ok(), "{key}");
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
            "io.modelcontextprotocol/x",
            "dev.mcp/x",
            "a/b/c",
        ] {
            assert!(check_key(key).is_err(), "{key}");
        }
    }
}
