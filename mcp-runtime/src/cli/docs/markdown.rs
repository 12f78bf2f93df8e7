//! Text that stays text.

/// Prose of doc comments: their emphasis, lists and code stay, HTML is shown, and no line becomes a heading.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim();
    while let Some(start) = rest.find('`') {
        out.push_str(&plain(&rest[..start], out.is_empty() || out.ends_with('\n')));
        let fence = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let (ticks, after) = rest[start..].split_at(fence);
        if let Some(end) = closing(after, fence) {
            out.push_str(ticks);
            out.push_str(&after[..end + fence]);
            rest = &after[end + fence..];
        } else {
            out.push_str(&"\\`".repeat(fence));
            rest = after;
        }
    }
    out.push_str(&plain(rest, out.is_empty() || out.ends_with('\n')));
    out
}

/// Where as many backticks as opened it close a piece of code.
fn closing(text: &str, fence: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`') {
        let start = at + start;
        let count = text[start..].len() - text[start..].trim_start_matches('`').len();
        if count == fence {
            return Some(start);
        }
        at = start + count;
    }
    None
}

fn plain(text: &str, at_start: bool) -> String {
    let mut out = String::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let first = index > 0 || at_start;
        let indent = line.len() - line.trim_start().len();
        let rest = &line[indent..];
        out.push_str(&line[..indent]);
        // Headings, and the underlines that make one of the line before.
        let underline = rest.starts_with('=') || (rest.starts_with("--") && !rest.contains(' '));
        if first && (rest.starts_with('#') || underline) {
            out.push('\\');
        }
        for (place, char) in rest.chars().enumerate() {
            match char {
                '<' => out.push_str("&lt;"),
                '&' => out.push_str("&amp;"),
                // At the start of a line it quotes.
                '>' if !first || place > 0 => out.push_str("&gt;"),
                char => out.push(char),
            }
        }
    }
    out
}

/// A cell of a table: one line, without a bar that ends it.
pub(super) fn cell(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    prose(&line).replace('|', "\\|")
}

/// A piece of code within a cell. GitHub ends a cell at a bar even there, unless it is escaped.
pub(super) fn code_cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A piece of code in a line, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad =
        if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A block of code, whatever it holds.
pub(super) fn block(language: &str, text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_bars_and_backticks_stay_text() {
        assert_eq!(prose("a <b> & `c<d>`"), "a &lt;b&gt; &amp; `c<d>`");
        assert_eq!(prose("an open ` tick"), "an open \\` tick");
        assert_eq!(prose("``a ` b`` <"), "``a ` b`` &lt;");
        assert_eq!(prose("# Not a heading\n\ntext\n---"), "\\# Not a heading\n\ntext\n\\---");
        assert_eq!(prose("> quoted, a -> b"), "> quoted, a -&gt; b");
        assert_eq!(cell("a | b\nc `d|e`"), "a \\| b c `d\\|e`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code_cell("^(a|b)$"), "`^(a\\|b)$`");
        assert!(block("json", "```").starts_with("````json\n```\n````"));
    }
}
