//! The name that a parameter's pattern suggests.

use syn::ext::IdentExt as _;
use syn::{Ident, Pat};

/// The one name that `pattern` binds as the whole value, or the content of a wrapper such as
/// `State(http)`.
///
/// `(a, b)`, `Point { x, y }` and `_` have none. If such a parameter turns out to be an argument,
/// which only its type can tell, the server refuses to start and asks for `rename`.
pub(crate) fn name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(binding) => Some(&binding.ident),
        Pat::Paren(paren) => name(&paren.pat),
        Pat::TupleStruct(wrapper) => match wrapper.elems.first() {
            Some(only) if wrapper.elems.len() == 1 => name(only),
            _ => None,
        },
        _ => None,
    }
}

/// The name without `r#`.
pub(crate) fn text(ident: &Ident) -> String {
    ident.unraw().to_string()
}

#[cfg(test)]
mod tests {
    use syn::FnArg;

    use super::*;

    fn named(pattern: &str) -> Option<String> {
        match syn::parse_str(&format!("{pattern}: T")).expect("a parameter") {
            FnArg::Typed(typed) => name(&typed.pat).map(text),
            FnArg::Receiver(_) => None,
        }
    }

    #[test]
    fn patterns() {
        for (pattern, expected) in [
            ("city", Some("city")),
            ("mut city", Some("city")),
            ("r#type", Some("type")),
            ("_unused", Some("_unused")),
            ("whole @ (a, b)", Some("whole")),
            ("State(http)", Some("http")),
            ("State(Wrapper(mut http))", Some("http")),
            ("(city)", Some("city")),
            ("_", None),
            ("(a, b)", None),
            ("Pair(a, b)", None),
            ("Point { x, y }", None),
            ("[a, b]", None),
        ] {
            assert_eq!(named(pattern).as_deref(), expected, "{pattern}");
        }
    }
}
