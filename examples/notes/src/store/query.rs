//! From what an agent writes to what FTS5 reads.

use crate::limits;

/// A query in FTS5's own language, which has operators, columns and syntax
/// errors. Nothing that a caller writes is passed on as it is: every word is
/// quoted, so that `C++ AND (x` finds notes instead of failing.
#[derive(Debug, PartialEq)]
pub(super) struct Query {
    /// Notes that contain every term.
    pub(super) all: String,
    /// Notes that contain one of the terms; absent if there is only one.
    pub(super) some: Option<String>,
}

impl Query {
    /// Reads words, `"phrases in quotes"` and `prefixes*`. `None` where there
    /// is nothing to look for.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let terms: Vec<String> = split(text).take(limits::QUERY_TERMS).collect();
        if terms.is_empty() {
            return None;
        }
        let some = (terms.len() > 1).then(|| terms.join(" OR "));
        Some(Self { all: terms.join(" "), some })
    }
}

/// The terms, each quoted for FTS5.
fn split(text: &str) -> impl Iterator<Item = String> {
    // Every second piece stands between quotes; an odd quote ends with the text.
    text.split('"').enumerate().flat_map(|(index, piece)| {
        let phrase = index % 2 == 1;
        let words: Vec<&str> =
            if phrase { vec![piece] } else { piece.split_whitespace().collect() };
        words.into_iter().filter_map(move |word| quote(word, !phrase))
    })
}

/// `None` where FTS5 would find no token in it. FTS5 reads the query as a C
/// string, which a NUL would end in the middle of a quote.
fn quote(word: &str, may_be_prefix: bool) -> Option<String> {
    if !word.contains(char::is_alphanumeric) {
        return None;
    }
    let prefix = may_be_prefix && word.ends_with('*');
    let word = word.replace('\0', " ");
    Some(format!("\"{word}\"{}", if prefix { "*" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> String {
        Query::parse(text).map_or_else(String::new, |query| query.all)
    }

    #[test]
    fn words_are_quoted_one_by_one() {
        assert_eq!(all("rate limit"), r#""rate" "limit""#);
        assert_eq!(all("a NEAR(b) title:c -d"), r#""a" "NEAR(b)" "title:c" "-d""#);
        let some = Query::parse("rate limit").unwrap().some;
        assert_eq!(some.as_deref(), Some(r#""rate" OR "limit""#));
        assert_eq!(Query::parse("rate").unwrap().some, None);
    }

    #[test]
    fn phrases_and_prefixes_are_kept() {
        assert_eq!(all(r#"the "rate limit" of"#), r#""the" "rate limit" "of""#);
        assert_eq!(all("serv*"), r#""serv*"*"#);
        assert_eq!(all(r#"open "end"#), r#""open" "end""#);
    }

    #[test]
    fn nothing_but_punctuation_is_no_query() {
        for text in ["", "   ", "\"\"", "* - + ()", "\0"] {
            assert_eq!(Query::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn long_queries_are_cut() {
        let text = "word ".repeat(limits::QUERY_TERMS + 10);
        assert_eq!(all(&text).split(' ').count(), limits::QUERY_TERMS);
    }
}
