//! Names of what clients reach.

use syn::Ident;
use syn::ext::IdentExt as _;

use crate::diagnostics::Errors;
use crate::parse::Written;
use crate::parse::kind::Kind;

/// The longest name that clients have to accept.
const LONGEST: usize = 128;

/// The name that clients see: `prefix`, then `explicit` or else the function's own.
pub(crate) fn handler_name(
    kind: Kind,
    explicit: Option<&Written<String>>,
    prefix: Option<&Written<String>>,
    function: &Ident,
    errors: &mut Errors,
) -> String {
    let own = match explicit {
        Some(written) => written.value.clone(),
        None => function.unraw().to_string(),
    };
    if let Some(bad) = own.chars().find(|char| !is_allowed(*char)) {
        let rule = format!("a {kind}'s name has letters of ASCII, digits, `_`, `-` and `.`");
        match explicit {
            Some(written) => {
                errors.on(&written.tokens, format!("{rule}, not {bad:?}; change the name"));
            }
            None => errors
                .on(function, format!("{rule}, not {bad:?}; add `name = \"..\"` to the attribute")),
        }
    }
    let name = prefix.map_or_else(String::new, |prefix| prefix.value.clone()) + &own;
    if name.chars().count() > LONGEST {
        let tokens =
            explicit.map_or_else(|| quote::quote!(#function), |written| written.tokens.clone());
        errors.on(
            tokens,
            format!(
                "the {kind}'s name has {} characters; {LONGEST} are allowed",
                name.chars().count()
            ),
        );
    }
    name
}

/// Reports a prefix that no name may start with.
pub(crate) fn check_prefix(prefix: &Written<String>, errors: &mut Errors) {
    if let Some(bad) = prefix.value.chars().find(|char| !is_allowed(*char)) {
        errors.on(
            &prefix.tokens,
            format!(
                "a tool's name has letters of ASCII, digits, `_`, `-` and `.`, not {bad:?}; change \
                 the prefix"
            ),
        );
    }
}

fn is_allowed(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.')
}
