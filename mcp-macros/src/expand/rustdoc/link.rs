//! Types as documentation shows them: code, with links where they surely lead somewhere.

use std::fmt::Write as _;

use quote::ToTokens as _;
use syn::{GenericArgument, Path, PathArguments, Type};

use super::escape::html;
use crate::model::types::display;

/// Names that need no link. They are compared as text, which is wrong only for a type that shadows
/// one of them, and costs it only the link.
const STANDARD: &[&str] = &[
    "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize", "f32", "f64", "String", "Vec", "Option", "Result", "Box", "Arc", "Rc", "Cow",
    "HashMap", "HashSet", "BTreeMap", "BTreeSet", "VecDeque", "Path", "PathBuf", "Duration",
];

/// A type as HTML.
pub(super) fn of(ty: &Type) -> String {
    let mut text = "<code>".to_owned();
    write(ty, &mut text);
    text + "</code>"
}

/// Whether everything about the type can be told from its name.
pub(super) fn is_standard(path: &Path) -> bool {
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    match (first.as_deref(), path.segments.len()) {
        (Some("std" | "core" | "alloc"), 2..) => true,
        (Some(name), 1) => STANDARD.contains(&name),
        _ => false,
    }
}

/// The type inside of parentheses and invisible groups.
pub(super) fn bare(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            other => return other,
        };
    }
}

fn write(ty: &Type, text: &mut String) {
    match bare(ty) {
        Type::Path(path) if path.qself.is_none() => write_path(&path.path, text),
        Type::Tuple(tuple) => {
            text.push('(');
            for (i, ty) in tuple.elems.iter().enumerate() {
                text.push_str(if i == 0 { "" } else { ", " });
                write(ty, text);
            }
            text.push_str(if tuple.elems.len() == 1 { ",)" } else { ")" });
        }
        Type::Slice(slice) => {
            text.push_str(&html("["));
            write(&slice.elem, text);
            text.push_str(&html("]"));
        }
        Type::Array(array) => {
            text.push_str(&html("["));
            write(&array.elem, text);
            let length = format!("; {}]", array.len.to_token_stream());
            text.push_str(&html(&length));
        }
        other => text.push_str(&html(&display(other))),
    }
}

fn write_path(path: &Path, text: &mut String) {
    let name = name(path);
    if is_linkable(path) {
        // Writing to a string cannot fail.
        let _ = write!(text, "[type@{name}]");
    } else {
        text.push_str(&html(&name));
    }
    let Some(last) = path.segments.last() else {
        return;
    };
    match &last.arguments {
        PathArguments::None => {}
        PathArguments::AngleBracketed(arguments) => {
            text.push_str(&html("<"));
            for (i, argument) in arguments.args.iter().enumerate() {
                text.push_str(if i == 0 { "" } else { ", " });
                match argument {
                    GenericArgument::Type(ty) => write(ty, text),
                    other => text.push_str(&html(&other.to_token_stream().to_string())),
                }
            }
            text.push_str(&html(">"));
        }
        PathArguments::Parenthesized(arguments) => {
            text.push_str(&html(&arguments.to_token_stream().to_string()));
        }
    }
}

/// The path without generic arguments.
fn name(path: &Path) -> String {
    let segments: Vec<String> =
        path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let root = if path.leading_colon.is_some() { "::" } else { "" };
    format!("{root}{}", segments.join("::"))
}

/// Whether rustdoc finds the path where the function stands.
///
/// It does for everything in scope, under the name in the signature, with three exceptions: `Self`
/// outside of the impl block's own page, arguments in the middle of a path, and paths that are
/// rooted or made by another macro.
fn is_linkable(path: &Path) -> bool {
    let Some(first) = path.segments.first() else {
        return false;
    };
    let last = path.segments.len() - 1;
    let plain = path.segments.iter().take(last).all(|segment| segment.arguments.is_none());
    plain
        && path.leading_colon.is_none()
        && first.ident != "Self"
        && first.ident != "$crate"
        && !path.segments.iter().any(|segment| segment.ident.to_string().starts_with("r#"))
        && !is_standard(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_where_they_lead_somewhere() {
        for (ty, text) in [
            ("String", "String"),
            ("Forecast", "[type@Forecast]"),
            (
                "Result<Json<a::Forecast>, E>",
                "Result&#60;[type@Json]&#60;[type@a::Forecast]&#62;, [type@E]&#62;",
            ),
            (
                "std::collections::BTreeMap<String, Mode>",
                "std&#58;&#58;collections&#58;&#58;BTreeMap&#60;String, [type@Mode]&#62;",
            ),
            ("Self", "Self"),
            ("Vec<Self>", "Vec&#60;Self&#62;"),
            ("::a::B", "&#58;&#58;a&#58;&#58;B"),
            ("<A as B>::C", "&#60;A as B&#62;&#58;&#58;C"),
            ("A<B>::C", "A&#58;&#58;C"),
            ("(A, u8)", "([type@A], u8)"),
            ("(A,)", "([type@A],)"),
            ("()", "()"),
            ("[A; 4]", "&#91;[type@A]; 4&#93;"),
            ("fn(A) -> B", "fn (A) -&#62; B"),
        ] {
            assert_eq!(of(&syn::parse_str(ty).expect(ty)), format!("<code>{text}</code>"));
        }
    }
}
