//! Doc comments as descriptions.

use syn::{Attribute, Expr, Lit, Meta};

use crate::literal::json::peel;

/// Text that describes an item to the client.
#[derive(Clone)]
pub(crate) enum Doc {
    Text(String),
    /// `#[doc = include_str!("..")]`: only the compiler can tell what it says.
    Expr(Box<Expr>),
}

/// The description in the doc comments among `attributes`, if they say anything.
pub(crate) fn description(attributes: &[Attribute]) -> Option<Doc> {
    let mut values = attributes.iter().filter_map(doc_value);
    if let (Some(only), None) = (values.next(), values.next())
        && text(only).is_none()
    {
        return Some(Doc::Expr(Box::new(only.clone())));
    }
    let lines: Vec<String> = attributes
        .iter()
        .filter_map(doc_value)
        .filter_map(text)
        .flat_map(|text| lines(&text))
        .collect();
    let description = before_first_heading(&lines).join("\n").trim().to_owned();
    (!description.is_empty()).then_some(Doc::Text(description))
}

/// The expression of `#[doc = expression]`.
fn doc_value(attribute: &Attribute) -> Option<&Expr> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => Some(&meta.value),
        _ => None,
    }
}

fn text(expr: &Expr) -> Option<String> {
    match peel(expr) {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Splits one comment into lines without the decoration that Rust's comment syntax adds.
fn lines(comment: &str) -> Vec<String> {
    let starred = comment.contains('\n')
        && comment.lines().skip(1).all(|line| {
            let line = line.trim_start();
            line.is_empty() || line.starts_with('*')
        });
    // Not `str::lines`, which has none for the empty comment that separates paragraphs.
    comment
        .split('\n')
        .enumerate()
        .map(|(i, line)| {
            let line = match line.trim_start().strip_prefix('*') {
                Some(rest) if starred && i > 0 => rest,
                _ => line,
            };
            line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned()
        })
        .collect()
}

/// The part addressed to the caller: sections such as `# Errors` and `# Panics` are for Rust
/// programmers.
fn before_first_heading(lines: &[String]) -> &[String] {
    let mut fenced = false;
    for (i, line) in lines.iter().enumerate() {
        let line = line.trim_start();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        }
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let heading =
            (1..=6).contains(&level) && matches!(line.as_bytes().get(level), None | Some(b' '));
        if heading && !fenced {
            return &lines[..i];
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(item: &str) -> Option<String> {
        let item: syn::ItemFn = syn::parse_str(&format!("{item} fn f() {{}}")).expect("a function");
        description(&item.attrs).map(|doc| match doc {
            Doc::Text(text) => text,
            Doc::Expr(_) => "<expression>".into(),
        })
    }

    #[test]
    fn lines_and_paragraphs() {
        assert_eq!(
            described("/// First\n/// line.\n///\n/// - item\n///   more\n").as_deref(),
            Some("First\nline.\n\n- item\n  more")
        );
    }

    #[test]
    fn block_comments() {
        assert_eq!(described("/** One line. */").as_deref(), Some("One line."));
        assert_eq!(
            described("/**\n * First.\n *\n * Second.\n */").as_deref(),
            Some("First.\n\nSecond.")
        );
        assert_eq!(described("/**\n First.\n Second.\n*/").as_deref(), Some("First.\nSecond."));
    }

    #[test]
    fn stops_at_the_first_heading() {
        assert_eq!(
            described("/// Text.\n///\n/// # Errors\n///\n/// Never.\n").as_deref(),
            Some("Text.")
        );
        assert_eq!(described("/// # Only\n"), None);
        assert_eq!(
            described("/// Issue #3\n/// #not-a-heading\n").as_deref(),
            Some("Issue #3\n#not-a-heading")
        );
        assert_eq!(
            described("/// ```\n/// # use x;\n/// ```\n/// after\n").as_deref(),
            Some("```\n# use x;\n```\nafter")
        );
    }

    #[test]
    fn expressions() {
        assert_eq!(described("#[doc = include_str!(\"x\")]").as_deref(), Some("<expression>"));
        assert_eq!(described("/// Text.\n#[doc = include_str!(\"x\")]").as_deref(), Some("Text."));
        assert_eq!(described("#[doc(hidden)]"), None);
        assert_eq!(described("///\n"), None);
    }
}
