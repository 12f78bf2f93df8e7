//! Character classes in brackets.

use super::{
    escape::{self, Escape},
    translate::{Translation, push_code},
};

/// `\s` of ECMA-262: `WhiteSpace` and `LineTerminator`. The `\s` of `regex-lite` is ASCII only.
const SPACE: [(char, char); 10] = [
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

const UNCLOSED: &str = "a character class is not closed";

/// One side of a `-`.
enum Atom {
    Char(char),
    /// Several characters, which cannot be the end of a range.
    Set(Escape),
}

/// Reads what follows the `[`.
pub(super) fn translate(translation: &mut Translation<'_>) -> Result<(), String> {
    let negated = translation.eat("^");
    if translation.eat("]") {
        // `regex-lite` cannot write an empty class; its opposite is every character.
        translation.out.push_str(if negated {
            r"[\x{0}-\x{10FFFF}]"
        } else {
            r"[^\x{0}-\x{10FFFF}]"
        });
        return Ok(());
    }
    translation.out.push_str(if negated { "[^" } else { "[" });
    while !translation.eat("]") {
        let first = atom(translation)?;
        if !translation.rest.starts_with('-') || translation.rest.starts_with("-]") {
            push_atom(&mut translation.out, &first);
            continue;
        }
        translation.eat("-");
        match (first, atom(translation)?) {
            (Atom::Char(start), Atom::Char(end)) if start > end => {
                return Err(format!("the range {start}-{end} is out of order"));
            }
            (Atom::Char(start), Atom::Char(end)) => push_range(&mut translation.out, start, end),
            // `[\w-.]`: not a range, so the hyphen is itself.
            (first, second) => {
                push_atom(&mut translation.out, &first);
                push_code(&mut translation.out, '-');
                push_atom(&mut translation.out, &second);
            }
        }
    }
    translation.out.push(']');
    Ok(())
}

fn atom(translation: &mut Translation<'_>) -> Result<Atom, String> {
    match translation.next().ok_or(UNCLOSED)? {
        '\\' => match escape::read(translation)? {
            Escape::Char(char) => Ok(Atom::Char(char)),
            Escape::Boundary('b') => Ok(Atom::Char('\u{8}')),
            Escape::Boundary(_) => Err("\\B has no meaning in a character class".to_owned()),
            set => Ok(Atom::Set(set)),
        },
        char => Ok(Atom::Char(char)),
    }
}

fn push_atom(out: &mut String, atom: &Atom) {
    match atom {
        Atom::Char(char) => push_code(out, *char),
        Atom::Set(Escape::Ascii(letter)) => out.extend(['\\', *letter]),
        Atom::Set(Escape::Space { negated: true }) => push_not_space(out),
        Atom::Set(_) => push_space(out),
    }
}

/// The members of `\s`, for inside of brackets.
pub(super) fn push_space(out: &mut String) {
    for (start, end) in SPACE {
        push_range(out, start, end);
    }
}

/// The gaps between the ranges of `\s`: a class cannot hold a negated class.
fn push_not_space(out: &mut String) {
    let mut start = '\0';
    for (first, last) in SPACE {
        push_range(out, start, neighbour(first, -1));
        start = neighbour(last, 1);
    }
    push_range(out, start, char::MAX);
}

/// No range of `SPACE` touches the surrogates or the ends of Unicode.
fn neighbour(char: char, step: i32) -> char {
    u32::from(char).checked_add_signed(step).and_then(char::from_u32).unwrap_or(char)
}

fn push_range(out: &mut String, start: char, end: char) {
    push_code(out, start);
    out.push('-');
    push_code(out, end);
}
