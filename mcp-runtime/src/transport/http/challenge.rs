use std::fmt::Write as _;

use http::HeaderValue;

use crate::auth::Scopes;

/// What a refused request lacks, as `WWW-Authenticate` says it (RFC 6750, 3;
/// RFC 9728, 5.1).
///
/// Common clients take the first `name=value` in the whole field for each
/// parameter, so free text comes last and holds no `=`.
#[derive(Default)]
pub(super) struct Challenge<'a> {
    /// None where nothing was shown: there is no error in that.
    pub(super) error: Option<&'static str>,
    /// All that is needed, whatever was granted already.
    pub(super) scopes: Option<&'a Scopes>,
    /// Where the metadata of the resource is.
    pub(super) metadata: Option<&'a str>,
    /// What is wrong, and what to do.
    pub(super) description: Option<&'a str>,
}

impl Challenge<'_> {
    pub(super) fn value(&self) -> HeaderValue {
        let scopes = self.scopes.filter(|scopes| !scopes.is_empty()).map(Scopes::to_string);
        let mut text = "Bearer".to_owned();
        let mut comma = " ";
        for (name, value) in [
            ("error", self.error),
            ("scope", scopes.as_deref()),
            ("resource_metadata", self.metadata),
            ("error_description", self.description),
        ] {
            let Some(value) = value else { continue };
            let _ = write!(text, "{comma}{name}=\"");
            text.extend(
                value.chars().map(|char| if name == DESCRIPTION { plain(char) } else { char }),
            );
            text.push('"');
            comma = ", ";
        }
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("Bearer"))
    }
}

const DESCRIPTION: &str = "error_description";

/// What RFC 6750 allows in a description, and no `=`.
fn plain(char: char) -> char {
    match char {
        '"' | '\\' | '`' => '\'',
        ' '..='~' if char != '=' => char,
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_all_that_is_needed_in_the_order_that_clients_read() {
        let scopes = Scopes::parse("vault:write vault:read");
        let challenge = Challenge {
            error: Some("insufficient_scope"),
            scopes: Some(&scopes),
            metadata: Some("https://mcp.example.com/.well-known/oauth-protected-resource/mcp"),
            description: Some("the caller lacks `scope=\"x\"`\r\nä"),
        };
        assert_eq!(
            challenge.value(),
            "Bearer error=\"insufficient_scope\", scope=\"vault:read vault:write\", \
             resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\", \
             error_description=\"the caller lacks 'scope 'x''   \""
        );
        assert_eq!(Challenge::default().value(), "Bearer");
        let none = Scopes::default();
        assert_eq!(Challenge { scopes: Some(&none), ..Challenge::default() }.value(), "Bearer");
    }
}
