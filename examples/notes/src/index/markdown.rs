//! What one Markdown file says: title, text, tags.

use crate::limits;
use crate::store::{Page, normal_tag};

/// Lines after which front matter that has not ended is taken for text.
const FRONT_MATTER_LINES: usize = 100;

/// Reads a file's text. `name` is the title where there is no heading.
pub(super) fn parse(text: &str, name: &str) -> Page {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (front_matter, body) = split(text);
    let title = heading(body).unwrap_or_else(|| name.to_owned());
    let mut tags: Vec<String> = tags(front_matter).filter_map(normal_tag).collect();
    tags.truncate(limits::TAGS);
    Page { title: title.chars().take(limits::TITLE).collect(), body: body.to_owned(), tags }
}

/// Takes off the lines between two lines of `---` at the very start.
fn split(text: &str) -> (&str, &str) {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return ("", text);
    };
    let mut end = first.len();
    for line in lines.take(FRONT_MATTER_LINES) {
        if matches!(line.trim_end(), "---" | "...") {
            let body = &text[end + line.len()..];
            return (&text[first.len()..end], body.trim_start_matches(['\r', '\n']));
        }
        end += line.len();
    }
    ("", text)
}

/// The values of `tags: a, b`, `tags: [a, "b"]`, or of a list of `- a` below
/// `tags:`. Other YAML is ignored rather than misread.
fn tags(front_matter: &str) -> impl Iterator<Item = &str> {
    let mut lines = front_matter.lines().skip_while(|line| !line.starts_with("tags:"));
    let inline = lines.next().map_or("", |line| line["tags:".len()..].trim());
    let inline = inline.strip_prefix('[').and_then(|list| list.strip_suffix(']')).unwrap_or(inline);
    let below = lines.map_while(|line| line.trim_start().strip_prefix("- "));
    let is_list = inline.is_empty();
    inline
        .split(',')
        .chain(below.take_while(move |_| is_list))
        .map(|tag| tag.trim().trim_matches(['"', '\'']))
}

/// The first heading, `# so` or underlined, outside of code blocks.
fn heading(body: &str) -> Option<String> {
    let mut fence: Option<&str> = None;
    let mut before = "";
    for line in body.lines().map(str::trim_end) {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
            (None, None) => {
                if let Some(title) = hashed(line) {
                    return Some(title.to_owned());
                }
                if is_underline(line) && !before.is_empty() {
                    return Some(before.to_owned());
                }
            }
        }
        // Only text can be underlined, not the end of a code block.
        before = if mark.is_some() || fence.is_some() { "" } else { line.trim() };
    }
    None
}

/// `## Title ##`
fn hashed(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if !(1..=6).contains(&level) || !text.starts_with([' ', '\t']) {
        return None;
    }
    Some(text.trim_end_matches('#').trim()).filter(|title| !title.is_empty())
}

/// Shorter ones are more often a typing slip, a list or a rule.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && ["=", "-"].iter().any(|mark| line.trim_start_matches(mark).is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> String {
        parse(text, "file").title
    }

    #[test]
    fn the_first_heading_is_the_title() {
        assert_eq!(title("intro\n\n## Rate limits ##\n\n# Later\n"), "Rate limits");
        assert_eq!(title("Underlined\n==========\ntext"), "Underlined");
        assert_eq!(title("\u{feff}# With a mark\r\ntext"), "With a mark");
        assert_eq!(title("no heading, #hashtag and #!shell"), "file");
        assert_eq!(title("#\n# \n"), "file");
        assert_eq!(title(""), "file");
    }

    #[test]
    fn headings_in_code_do_not_count() {
        assert_eq!(title("```sh\n# comment\n```\n# Real\n"), "Real");
        assert_eq!(title("~~~\n# a\n```\n# b\n~~~\n# Real\n"), "Real");
        assert_eq!(title("```\ncode\n```\n---\n"), "file");
    }

    #[test]
    fn titles_are_cut() {
        assert_eq!(title(&format!("# {}", "ä".repeat(500))).chars().count(), limits::TITLE);
    }

    #[test]
    fn tags_come_from_front_matter() {
        for front in [
            "tags: Rust, mcp",
            "title: x\ntags: [rust, \"mcp\"]\ndate: today",
            "tags:\n  - rust\n  - 'mcp'\nother:\n  - no",
        ] {
            let page = parse(&format!("---\n{front}\n---\n\n# Title\ntext\n"), "file");
            assert_eq!(page.tags, ["rust", "mcp"], "{front}");
            assert_eq!(page.title, "Title");
            assert_eq!(page.body, "# Title\ntext\n");
        }
    }

    #[test]
    fn a_rule_is_not_front_matter() {
        let text = "---\nnever closed\ntags: a\n";
        let page = parse(text, "file");
        assert_eq!((page.body.as_str(), page.tags.len()), (text, 0));
        let long = format!("---\n{}---\n", "line\n".repeat(FRONT_MATTER_LINES));
        assert_eq!(parse(&long, "file").body, long);
    }
}
