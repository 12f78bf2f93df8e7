//! What follows a backslash.

use super::{
    class,
    translate::{Translation, push_literal},
};

/// One escape, in or out of a character class.
pub(super) enum Escape {
    Char(char),
    /// `\d`, `\w` and the opposites, which both syntaxes give the same ASCII meaning.
    Ascii(char),
    /// `\s`, or `\S` if true.
    Space {
        negated: bool,
    },
    /// `\b` or `\B`, whose meaning depends on where it stands.
    Boundary(char),
}

/// An escape outside of a class; returns whether a quantifier may follow.
pub(super) fn translate(translation: &mut Translation<'_>) -> Result<bool, String> {
    match read(translation)? {
        Escape::Char(char) => push_literal(&mut translation.out, char),
        Escape::Ascii(letter) => translation.out.extend(['\\', letter]),
        Escape::Space { negated } => {
            translation.out.push_str(if negated { "[^" } else { "[" });
            class::push_space(&mut translation.out);
            translation.out.push(']');
        }
        Escape::Boundary(letter) => {
            translation.out.extend(['\\', letter]);
            return Ok(false);
        }
    }
    Ok(true)
}

pub(super) fn read(translation: &mut Translation<'_>) -> Result<Escape, String> {
    let letter = translation.next().ok_or("it ends with a backslash")?;
    Ok(match letter {
        'd' | 'D' | 'w' | 'W' => Escape::Ascii(letter),
        's' => Escape::Space { negated: false },
        'S' => Escape::Space { negated: true },
        'b' | 'B' => Escape::Boundary(letter),
        'n' => Escape::Char('\n'),
        'r' => Escape::Char('\r'),
        't' => Escape::Char('\t'),
        'f' => Escape::Char('\u{c}'),
        'v' => Escape::Char('\u{b}'),
        'x' => Escape::Char(from_code(fixed_hex(translation, 2)?)?),
        'u' => Escape::Char(unicode(translation)?),
        'c' => Escape::Char(control(translation)?),
        '0' if !translation.rest.starts_with(|next: char| next.is_ascii_digit()) => {
            Escape::Char('\0')
        }
        '0'..='9' | 'k' => return Err("backreferences are not supported".to_owned()),
        'p' | 'P' => {
            return Err(format!(
                "Unicode properties (\\{letter}) are not supported; list the characters as ranges"
            ));
        }
        _ if letter.is_ascii_alphanumeric() => {
            return Err(format!("ECMA-262 has no escape \\{letter}"));
        }
        _ => Escape::Char(letter),
    })
}

/// `\uHHHH`, a surrogate pair of them, or `\u{H...}`.
fn unicode(translation: &mut Translation<'_>) -> Result<char, String> {
    if translation.eat("{") {
        let (digits, rest) = translation.rest.split_once('}').ok_or_else(not_hex)?;
        let code = hex(digits)?;
        translation.rest = rest;
        return from_code(code);
    }
    let unit = fixed_hex(translation, 4)?;
    if (0xD800..0xDC00).contains(&unit) && translation.eat("\\u") {
        let low = fixed_hex(translation, 4)?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err(lone_surrogate());
        }
        return from_code(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
    }
    from_code(unit)
}

/// `\cJ` is a line feed.
fn control(translation: &mut Translation<'_>) -> Result<char, String> {
    match translation.next() {
        Some(letter) if letter.is_ascii_alphabetic() => from_code(u32::from(letter) % 32),
        _ => Err("\\c must be followed by a letter".to_owned()),
    }
}

fn fixed_hex(translation: &mut Translation<'_>, length: usize) -> Result<u32, String> {
    let digits = translation.rest.get(..length).ok_or_else(not_hex)?;
    let code = hex(digits)?;
    translation.rest = &translation.rest[length..];
    Ok(code)
}

fn hex(digits: &str) -> Result<u32, String> {
    // `from_str_radix` alone would take a sign.
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        u32::from_str_radix(digits, 16).map_err(|_| not_hex())
    } else {
        Err(not_hex())
    }
}

fn from_code(code: u32) -> Result<char, String> {
    char::from_u32(code).ok_or_else(|| if code > 0x10_FFFF { not_hex() } else { lone_surrogate() })
}

fn not_hex() -> String {
    "\\x and \\u must be followed by the hexadecimal code of a character".to_owned()
}

fn lone_surrogate() -> String {
    "half a surrogate pair matches no character".to_owned()
}
