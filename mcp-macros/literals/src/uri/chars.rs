//! Classes of characters.

/// What stands for itself everywhere (RFC 3986, 2.3).
pub(super) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What gives a URI its structure (RFC 3986, 2.2).
pub(super) fn is_reserved(byte: u8) -> bool {
    b":/?#[]@!$&'()*+,;=".contains(&byte)
}

/// What may stand outside of expressions (RFC 6570, 2.1), `%` aside. The apostrophe, which that list
/// leaves out, is a reserved character like others.
pub(super) fn is_literal(char: char) -> bool {
    match u8::try_from(char) {
        Ok(byte) if byte.is_ascii() => is_unreserved(byte) || is_reserved(byte),
        _ => !char.is_control(),
    }
}

/// The byte that `%` and two digits at the front of `bytes` stand for.
pub(super) fn encoded(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let digit =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

/// Adds a byte as `%` and two digits.
pub(super) fn encode(byte: u8, to: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    to.extend(['%', digit(byte >> 4), digit(byte & 0xf)]);
}
