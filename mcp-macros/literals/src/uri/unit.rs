//! URIs in the one form in which they are compared (RFC 3986, 6.2.2).

use std::fmt;

use super::chars;

/// A character of a URI. What is [`Encoded`](Unit::Encoded) was written as `%` and two digits, and is no
/// unreserved character: those are the same with and without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Unit {
    Plain(u8),
    Encoded(u8),
}

impl Unit {
    fn byte(self) -> u8 {
        match self {
            Self::Plain(byte) | Self::Encoded(byte) => byte,
        }
    }
}

/// Reads a URI or a part of one. What cannot stand in a URI is taken as if it had been encoded.
/// Where a `%` stands for nothing, the error is its place.
pub(super) fn read(text: &str) -> Result<Vec<Unit>, usize> {
    let bytes = text.as_bytes();
    let mut units = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let (byte, step) = match byte {
            b'%' => (chars::encoded(&bytes[at..]).ok_or(at)?, 3),
            byte => (byte, 1),
        };
        let is_plain = chars::is_unreserved(byte) || step == 1 && chars::is_reserved(byte);
        units.push(if is_plain { Unit::Plain(byte) } else { Unit::Encoded(byte) });
        at += step;
    }
    Ok(units)
}

/// The scheme's length, if there is one (RFC 3986, 3.1). It is put into lower case.
pub(super) fn scheme(units: &mut [Unit]) -> Option<usize> {
    let end = units.iter().position(|unit| *unit == Unit::Plain(b':'))?;
    let letters = |unit: &Unit| matches!(unit, Unit::Plain(byte) if byte.is_ascii_alphabetic());
    let others = |unit: &Unit| matches!(unit, Unit::Plain(b'0'..=b'9' | b'+' | b'-' | b'.'));
    let (scheme, _) = units.split_at_mut(end);
    if !scheme.first().is_some_and(letters)
        || !scheme.iter().all(|unit| letters(unit) || others(unit))
    {
        return None;
    }
    for unit in scheme {
        *unit = Unit::Plain(unit.byte().to_ascii_lowercase());
    }
    Some(end)
}

/// The text that is meant, if it is UTF-8.
pub(super) fn decode(units: &[Unit]) -> Option<String> {
    String::from_utf8(units.iter().map(|unit| unit.byte()).collect()).ok()
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(byte) => write!(f, "{}", char::from(*byte)),
            Self::Encoded(byte) => write!(f, "%{byte:02X}"),
        }
    }
}
