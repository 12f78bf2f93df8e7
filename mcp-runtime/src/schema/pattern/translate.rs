//! ECMA-262 syntax to that of `regex-lite`.
//!
//! Passing the text through would do for most patterns and silently mean something else for the others: `\s` and `.`
//! cover different characters, `[[:alpha:]]` is a POSIX class in one and two characters in a row in the other, and
//! `(?i)` or `\z` mean nothing to the clients that read the advertised schema. So every construct is read by the rules
//! of ECMA-262 with the `u` flag, which JSON Schema recommends, and written in one unambiguous form; what has no
//! counterpart is refused.

use std::fmt::Write;

use super::{class, escape};

const LOOKAROUND: &str = "lookaround is not supported";
const FLAGS: &str = "flags such as (?i) are not part of ECMA-262; list both cases, as in [Aa]";
const NOTHING_TO_REPEAT: &str =
    "a quantifier has nothing to repeat; escape it to match it literally";
const BRACE: &str = "a brace that is not a quantifier must be escaped, as \\{";

pub(super) fn translate(pattern: &str) -> Result<String, String> {
    let mut translation = Translation {
        rest: pattern,
        out: String::with_capacity(pattern.len() * 2),
        repeatable: false,
    };
    while let Some(char) = translation.next() {
        translation.construct(char)?;
    }
    Ok(translation.out)
}

/// The state of reading one pattern.
pub(super) struct Translation<'p> {
    pub(super) rest: &'p str,
    pub(super) out: String,
    /// Whether the last construct can take a quantifier.
    repeatable: bool,
}

impl Translation<'_> {
    pub(super) fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    pub(super) fn eat(&mut self, prefix: &str) -> bool {
        self.rest.strip_prefix(prefix).map(|rest| self.rest = rest).is_some()
    }

    fn construct(&mut self, char: char) -> Result<(), String> {
        self.repeatable = match char {
            '^' | '$' | '|' => {
                self.out.push(char);
                false
            }
            '(' => {
                self.group()?;
                false
            }
            ')' => {
                self.out.push(')');
                true
            }
            '*' | '+' | '?' => {
                self.quantifier(&char.to_string())?;
                false
            }
            '{' => {
                let counts = self.counts()?;
                self.quantifier(&counts)?;
                false
            }
            '[' => {
                class::translate(self)?;
                true
            }
            '.' => {
                self.out.push_str(r"[^\n\r\x{2028}\x{2029}]");
                true
            }
            '\\' => escape::translate(self)?,
            _ => {
                push_literal(&mut self.out, char);
                true
            }
        };
        Ok(())
    }

    /// Captures are not used, so every group is written as one that does not capture.
    fn group(&mut self) -> Result<(), String> {
        if self.rest.starts_with('?') && !self.eat("?:") {
            let lookaround = ["?=", "?!", "?<=", "?<!"];
            if lookaround.iter().any(|start| self.rest.starts_with(start)) {
                return Err(LOOKAROUND.to_owned());
            }
            let named =
                self.rest.strip_prefix("?<").and_then(|name| name.split_once('>')).ok_or(FLAGS)?;
            self.rest = named.1;
        }
        self.out.push_str("(?:");
        Ok(())
    }

    fn quantifier(&mut self, text: &str) -> Result<(), String> {
        if !self.repeatable {
            return Err(NOTHING_TO_REPEAT.to_owned());
        }
        self.out.push_str(text);
        if self.eat("?") {
            self.out.push('?');
        }
        Ok(())
    }

    /// `{n}`, `{n,}` or `{n,m}`.
    fn counts(&mut self) -> Result<String, String> {
        let (counts, rest) = self.rest.split_once('}').ok_or(BRACE)?;
        let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !is_number(least) || !is_number(most) {
            return Err(BRACE.to_owned());
        }
        self.rest = rest;
        Ok(format!("{{{counts}}}"))
    }
}

/// Punctuation as a number, since which of it is special differs between engines and places.
pub(super) fn push_literal(out: &mut String, char: char) {
    if char.is_ascii_alphanumeric() || !char.is_ascii() {
        out.push(char);
    } else {
        push_code(out, char);
    }
}

pub(super) fn push_code(out: &mut String, char: char) {
    // Writing to a string cannot fail.
    let _ = write!(out, r"\x{{{:X}}}", u32::from(char));
}

#[cfg(test)]
mod tests {
    use crate::schema::pattern::Pattern;

    #[test]
    fn means_what_ecma_262_means() {
        for (pattern, matching, other) in [
            ("^[A-Z]{3}$", "OSL", "OSLO"),
            ("b", "abc", "ac"),
            (r"^\d+$", "12", "१२"),
            (r"^\w$", "_", "é"),
            (r"^\s$", "\u{a0}", "_"),
            (r"^\s$", "\u{feff}", ""),
            (r"^\S$", "é", "\u{2003}"),
            (r"^[\s,]$", "\u{3000}", ";"),
            (r"^[\S]$", "x", " "),
            (r"^[^\s]$", "x", "\u{a0}"),
            ("^.$", "x", "\u{2028}"),
            ("^.$", "\u{85}", "\n"),
            ("^[^x]$", "\n", "x"),
            ("^[^]$", "\n", ""),
            ("^[[:alpha:]]$", "a]", "z"),
            ("^[a&&b]$", "&", "c"),
            ("^[+--b]$", "b", "c"),
            (r"^[\w-.]+$", "a-b.c", "a+b"),
            (r"^[+--]$", ",", "."),
            (r"^[\]\\-]$", "]", "["),
            (r"^a\/b$", "a/b", "ab"),
            (r"^\$\{x\}$", "${x}", "x"),
            (r"^\<x$", "<x", "x"),
            (r"^\u00e9\x41\u{1F600}\cJ\0$", "éA😀\n\0", "e"),
            (r"^\uD83D\uDE00$", "😀", "x"),
            (r"^[\uD83D\uDE00-\u{1F602}]$", "😁", "😃"),
            (r"^[\b]$", "\u{8}", "b"),
            (r"\bcat\b", "a cat.", "concat"),
            ("^(?<year>[0-9]{4})-(?:a|b)$", "2024-b", "24-b"),
            ("^(a|b)*?c{1,}$", "abccc", "ab"),
            ("^x{2,3}$", "xx", "xxxx"),
            ("^]}$", "]}", "]"),
            ("a$", "a", "a\n"),
            ("^a", "a", "\na"),
            ("^#  x$", "#  x", "#x"),
            ("", "anything", ""),
        ] {
            let pattern =
                Pattern::compile(pattern).unwrap_or_else(|why| panic!("{pattern}: {why}"));
            assert!(pattern.is_match(matching), "{} on {matching:?}", pattern.text());
            if !other.is_empty() {
                assert!(!pattern.is_match(other), "{} on {other:?}", pattern.text());
            }
        }
        assert!(!Pattern::compile("[]").unwrap().is_match("x"));
    }

    #[test]
    fn refuses_what_has_no_counterpart() {
        for (pattern, reason) in [
            ("(?=x)", "lookaround"),
            ("(?!x)", "lookaround"),
            ("(?<=x)y", "lookaround"),
            ("(?<!x)y", "lookaround"),
            ("(?i)x", "flags"),
            ("(?P<n>x)", "flags"),
            (r"(a)\1", "backreference"),
            (r"(?<n>a)\k<n>", "backreference"),
            (r"\p{L}", "Unicode"),
            (r"\Ax\z", "escape"),
            (r"\uD800", "surrogate"),
            (r"\u12", "hexadecimal"),
            (r"\xZZ", "hexadecimal"),
            (r"\u{110000}", "hexadecimal"),
            ("a{", "brace"),
            ("a{,3}", "brace"),
            ("a{x}", "brace"),
            ("*a", "repeat"),
            ("a**", "repeat"),
            ("(+)", "repeat"),
            ("[z-a]", "range"),
            ("[a", "closed"),
            ("(a", ""),
            ("a)", ""),
            (r"a\", "backslash"),
            ("a{99999999999}", ""),
            ("((((a{99}){99}){99}){99})", "size limit"),
        ] {
            match Pattern::compile(pattern) {
                Ok(_) => panic!("{pattern} should be refused"),
                Err(why) => assert!(why.contains(reason), "{pattern}: {why}"),
            }
        }
        assert!(Pattern::compile(&"a".repeat(5000)).is_err());
    }
}
