//! Who may call: `auth` and `public`.

use syn::Ident;

use super::Written;
use super::entry::{Entry, Value};
use crate::diagnostics::Errors;

/// `auth`, `auth = "scope"`, `auth = ["a", "b"]`.
pub(crate) struct Auth {
    pub(crate) key: Ident,
    /// None where any caller will do that proved who it is.
    pub(crate) scopes: Vec<Written<String>>,
}

impl Auth {
    pub(super) fn read<K>(entry: &Entry<K>, errors: &mut Errors) -> Self {
        let scopes = match &entry.value {
            Value::Nothing => Vec::new(),
            _ => entry.parsed_list("weather:read", scope, errors),
        };
        Self { key: entry.name.clone(), scopes }
    }
}

fn scope(text: &str) -> Result<String, String> {
    mcp_literals::scope::parse(text).map(str::to_owned)
}
