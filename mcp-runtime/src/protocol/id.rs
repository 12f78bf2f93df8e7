use std::borrow::Cow;
use std::fmt;

use serde_json::value::RawValue;

/// A JSON-RPC request id as JSON text, echoed byte for byte.
///
/// Legal ids are strings and integers (specification 2026-07-28, basic/index,
/// "Requests"); `null` and fractions are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Id<'a>(&'a str);

impl<'a> Id<'a> {
    pub(crate) fn from_raw(raw: &'a RawValue) -> Option<Self> {
        let text = raw.get();
        let legal = match text.as_bytes().first()? {
            b'"' => true,
            b'-' | b'0'..=b'9' => text.bytes().skip(1).all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        legal.then_some(Self(text))
    }

    pub(crate) fn as_json(self) -> &'a str {
        self.0
    }

    pub(crate) fn to_buf(self) -> IdBuf {
        IdBuf(self.0.into())
    }

    /// A key under which ids that mean the same compare equal: `"a"` and
    /// `"\u0061"` name one request, `1` and `"1"` do not.
    pub(crate) fn key(self) -> Cow<'a, str> {
        if self.0.starts_with('"')
            && self.0.contains('\\')
            && let Ok(text) = serde_json::from_str::<String>(self.0)
        {
            return Cow::Owned(format!("\"{text}\""));
        }
        Cow::Borrowed(self.0)
    }
}

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// An [`Id`] that outlives the message it came from.
///
/// Ids are short, so the common ones are kept inline: a call then costs no
/// allocation for its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IdBuf(InlineStr);

impl IdBuf {
    pub(crate) fn as_id(&self) -> Id<'_> {
        Id(self.0.as_str())
    }
}

const INLINE: usize = 38; // a quoted UUID

#[derive(Debug, Clone, PartialEq, Eq)]
enum InlineStr {
    Inline { len: u8, bytes: [u8; INLINE] },
    Heap(Box<str>),
}

impl From<&str> for InlineStr {
    fn from(text: &str) -> Self {
        let mut bytes = [0; INLINE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(slot), Ok(len)) => {
                slot.copy_from_slice(text.as_bytes());
                Self::Inline { len, bytes }
            }
            _ => Self::Heap(text.into()),
        }
    }
}

impl InlineStr {
    fn as_str(&self) -> &str {
        match self {
            Self::Inline { len, bytes } => {
                std::str::from_utf8(&bytes[..usize::from(*len)]).unwrap_or_default()
            }
            Self::Heap(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(json: &str) -> Option<String> {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        Id::from_raw(raw).map(|id| id.to_buf().as_id().as_json().to_owned())
    }

    #[test]
    fn strings_and_integers_are_ids_and_come_back_unchanged() {
        for legal in ["1", "-7", "0", "18446744073709551616", "\"a\"", "\"\"", "\"\\u00e9\""] {
            assert_eq!(id(legal).as_deref(), Some(legal));
        }
        let long = format!("\"{}\"", "x".repeat(500));
        assert_eq!(id(&long), Some(long));
    }

    #[test]
    fn everything_else_is_not() {
        for illegal in ["null", "1.5", "1e3", "true", "[]", "{}"] {
            assert_eq!(id(illegal), None, "{illegal}");
        }
    }
}
