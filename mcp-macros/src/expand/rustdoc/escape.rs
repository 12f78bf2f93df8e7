//! Text in places where Markdown would read more into it.

use std::fmt::Write as _;

/// `text` for a table cell, showing nothing but what it says.
///
/// Descriptions are written for a model and not for rustdoc: what looks like a link, a tag or a
/// bare address in them would become a warning in the user's documentation. Code spans stay,
/// because they are common and harmless.
pub(super) fn cell(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cell = String::new();
    let mut pieces = text.split('`').peekable();
    let balanced = text.matches('`').count() % 2 == 0 && !text.contains("``");
    let mut code = false;
    while let Some(piece) = pieces.next() {
        if code {
            // In a table a bar ends the cell, even inside of code.
            cell += &piece.replace('|', "\\|");
        } else {
            piece.chars().for_each(|char| push(char, &mut cell));
        }
        if pieces.peek().is_some() {
            cell += if balanced { "`" } else { "&#96;" };
            code = balanced && !code;
        }
    }
    cell
}

/// `text` as HTML.
pub(super) fn html(text: &str) -> String {
    let mut html = String::new();
    text.chars().for_each(|char| push(char, &mut html));
    html
}

/// `text` as a code span in a table cell.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') {
        return format!("<code>{}</code>", html(text));
    }
    format!("`{}`", text.replace('|', "\\|"))
}

fn push(char: char, out: &mut String) {
    match char {
        // The colon and the slash interrupt what would be read as an address.
        '[' | ']' | '<' | '>' | '*' | '_' | '|' | '\\' | '&' | '~' | '$' | ':' | '/' | '!'
        | '#' | '"' | '\'' | '`' => {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(char));
        }
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_read_into_a_description() {
        assert_eq!(cell("a [b] <c>\n d"), "a &#91;b&#93; &#60;c&#62; d");
        assert_eq!(cell("use `a | b`, not *c*"), "use `a \\| b`, not &#42;c&#42;");
        assert_eq!(cell("one ` two"), "one &#96; two");
        assert_eq!(cell("https://x.y"), "https&#58;&#47;&#47;x.y");
    }

    #[test]
    fn code_spans() {
        assert_eq!(code("a|b"), "`a\\|b`");
        assert_eq!(code("a`b"), "<code>a&#96;b</code>");
    }
}
