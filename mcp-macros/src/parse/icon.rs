//! `icon(src = "..", mime_type = "..", sizes = "48x48", theme = "dark")`.

use proc_macro2::{Span, TokenStream};
use syn::{Expr, Lit};

use super::entry::{self, Entry, Keys, Value};
use crate::diagnostics::Errors;
use crate::literal::json::peel;
use crate::literal::media_type;

/// One icon, checked against the specification's rules for `Icon`.
pub(crate) struct Icon {
    pub(crate) src: String,
    pub(crate) mime_type: Option<String>,
    pub(crate) sizes: Vec<String>,
    pub(crate) theme: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Src,
    MimeType,
    Sizes,
    Theme,
}

impl Keys for Key {
    const OWNER: &'static str = "icon";
    const ALL: &'static [(&'static str, Self)] = &[
        ("src", Self::Src),
        ("mime_type", Self::MimeType),
        ("sizes", Self::Sizes),
        ("theme", Self::Theme),
    ];
}

impl Icon {
    pub(crate) fn parse(tokens: TokenStream, icon: Span, errors: &mut Errors) -> Option<Self> {
        let (mut src, mut mime_type, mut sizes, mut theme) = (None, None, Vec::new(), None);
        let entries = entry::of_arguments::<Key>(tokens, errors);
        let src_written = entries.iter().any(|entry| entry.key == Key::Src);
        for entry in &entries {
            match entry.key {
                Key::Src => src = entry.parsed("https://example.com/icon.png", parse_src, errors),
                Key::MimeType => mime_type = entry.parsed("image/png", media_type::parse, errors),
                Key::Sizes => sizes = parse_sizes(entry, errors),
                Key::Theme => theme = entry.parsed("dark", parse_theme, errors),
            }
        }
        if !src_written {
            errors.at(icon, "an icon needs its address; add `src = \"https://..\"`");
        }
        Some(Self {
            src: src?.value,
            mime_type: mime_type.map(|mime_type| mime_type.value),
            sizes,
            theme: theme.map(|theme| theme.value),
        })
    }
}

/// Clients must refuse every other scheme, so an icon with one would never be seen.
fn parse_src(text: &str) -> Result<String, String> {
    if ["https://", "http://", "data:"].iter().any(|scheme| text.starts_with(scheme)) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "clients load icons from `https://`, `http://` and `data:` only, not from `{text}`"
    ))
}

fn parse_theme(text: &str) -> Result<String, String> {
    match text {
        "light" | "dark" => Ok(text.to_owned()),
        _ => Err(format!("`{text}` is not a theme; write \"light\" or \"dark\"")),
    }
}

/// `"48x48"`, `"48x48 96x96"`, `"any"` or a list of such strings.
fn parse_sizes(entry: &Entry<Key>, errors: &mut Errors) -> Vec<String> {
    let elements: Vec<&Expr> = match &entry.value {
        Value::Expr(expr) => match peel(expr) {
            Expr::Array(array) => array.elems.iter().collect(),
            single => vec![single],
        },
        _ => Vec::new(),
    };
    let texts: Option<Vec<_>> = elements
        .iter()
        .map(|element| match peel(element) {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let Some(texts) = texts.filter(|texts| !texts.is_empty()) else {
        let usages = ["sizes = \"48x48\"", "sizes = [\"48x48\", \"96x96\"]"];
        return entry.wrong("takes sizes in quotes", &usages, errors).unwrap_or_default();
    };
    let mut sizes = Vec::new();
    for text in texts {
        for size in text.value().split_whitespace() {
            if !is_size(size) {
                errors.at(
                    text.span(),
                    format!("`{size}` is not a size; write one such as \"48x48\", or \"any\""),
                );
            }
            sizes.push(size.to_owned());
        }
    }
    sizes
}

fn is_size(size: &str) -> bool {
    let is_side = |side: &str| side.parse::<u32>().is_ok_and(|side| side > 0);
    size == "any"
        || size.split_once('x').is_some_and(|(width, height)| is_side(width) && is_side(height))
}
