//! The matching words of a snippet, in bold.

/// What the index puts around a match: no letter, and nothing that notes have.
pub(super) const OPEN: char = '\u{2}';
pub(super) const CLOSE: char = '\u{3}';

/// Makes whole words bold where some of a word matches: for the index
/// `rate_limit` is two words, for readers and for Markdown it is one.
pub(super) fn bold(snippet: &str) -> String {
    let mut bold = String::with_capacity(snippet.len());
    let mut rest = snippet;
    while let Some(first) = rest.chars().next() {
        let (word, matches) = word(rest);
        let (taken, after) = rest.split_at(word.max(first.len_utf8()));
        let plain = taken.replace([OPEN, CLOSE], "");
        if matches && !plain.is_empty() {
            bold.extend(["**", &plain, "**"]);
        } else {
            bold.push_str(&plain);
        }
        rest = after;
    }
    bold
}

/// The length of the word that the text begins with, and whether some of it
/// matches. A match may have spaces in it.
fn word(text: &str) -> (usize, bool) {
    let (mut open, mut matches) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            OPEN => (open, matches) = (true, true),
            CLOSE => open = false,
            _ if open || character == '_' || character.is_alphanumeric() => {}
            _ => return (at, matches),
        }
    }
    (text.len(), matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bold_as_a_whole() {
        for (marked, shown) in [
            ("no match … at all_", "no match … at all_"),
            ("<Rate> <limits>!", "**Rate** **limits**!"),
            ("see <rate>_<limit>_status.", "see **rate_limit_status**."),
            ("_<needle>", "**_needle**"),
            ("<rate>-<limit>", "**rate**-**limit**"),
            ("a <re\u{301}sume\u{301}> b", "a **re\u{301}sume\u{301}** b"),
            ("<rate limit> per <caller>", "**rate limit** per **caller**"),
            ("<> stray > marks <", " stray  marks "),
            ("", ""),
        ] {
            let marked = marked.replace('<', "\u{2}").replace('>', "\u{3}");
            assert_eq!(bold(&marked), shown);
        }
    }
}
