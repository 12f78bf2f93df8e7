//! `meta("com.example/key" = literal, ..)`.

use mcp_literals::meta_key;
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

/// A key that a program may set.
fn check_key(key: &str) -> Result<(), String> {
    meta_key::check(key)?;
    if meta_key::is_reserved(key) {
        let prefix = key.rsplit_once('/').map_or(key, |(prefix, _)| prefix);
        return Err(format!(
            "the prefix `{prefix}/` is reserved for the protocol; use a domain of your own"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_protocol_are_not_set() {
        assert!(check_key("com.example.mcp/x").is_ok());
        for key in ["io.modelcontextprotocol/x", "dev.mcp/x", "-a"] {
            assert!(check_key(key).is_err(), "{key}");
        }
    }
}
