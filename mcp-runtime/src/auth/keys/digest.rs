use std::fmt;
use std::str::FromStr;

use ctutils::CtEq as _;
use sha2::{Digest as _, Sha256};

use super::KeyRecordError;

/// What is kept of an API key: its SHA-256, written `sha256:` and 64
/// hexadecimal digits.
///
/// A plain hash is enough because the keys that
/// [`ApiKeys::mint`](super::ApiKeys::mint) makes hold 256 random bits: nobody
/// can try them all. A key that a person thought up can be guessed from its
/// digest; mint keys instead.
///
/// ```
/// use mcp_runtime::KeyDigest;
///
/// let digest = KeyDigest::of("mcp_2tKBJ0n3VYkP0zLkEzI8uS8mCq7wUIHqvWQp8jTzq1c");
/// assert_eq!(digest.to_string().parse::<KeyDigest>()?, digest);
/// # Ok::<(), mcp_runtime::KeyRecordError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyDigest([u8; 32]);

const PREFIX: &str = "sha256:";

impl KeyDigest {
    /// The digest of a key.
    pub fn of(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }

    /// The 32 bytes of it.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether they are the same, in a time that does not depend on where they
    /// differ.
    pub(super) fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Display for KeyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Never quotes what it reads: where a digest should be, somebody may have
/// written the key.
impl FromStr for KeyDigest {
    type Err = KeyRecordError;

    fn from_str(text: &str) -> Result<Self, KeyRecordError> {
        let expected = |found: &str| {
            KeyRecordError::new(format!(
                "expected the digest of the key, `sha256:` and 64 hexadecimal digits, {found}; \
                 `keys hash` prints the digest of a key, the key itself is kept nowhere"
            ))
        };
        let digits = text.strip_prefix(PREFIX).ok_or_else(|| expected("not another word"))?;
        let count = digits.chars().count();
        let mut bytes = [0; 32];
        let pairs = digits.as_bytes().chunks(2);
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            let value = |digit: u8| char::from(digit).to_digit(16);
            let [Some(high), Some(low)] =
                [pair.first(), pair.get(1)].map(|digit| digit.and_then(|digit| value(*digit)))
            else {
                break;
            };
            *byte = u8::try_from(high << 4 | low).expect("two digits of four bits");
        }
        match (count, digits.bytes().all(|digit| digit.is_ascii_hexdigit())) {
            (64, true) => Ok(Self(bytes)),
            (64, false) => Err(expected("and no other characters")),
            (count, _) => Err(expected(&format!("not {count}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_standard_hash_of_the_keys_bytes() {
        // FIPS 180-2, B.1.
        let text = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(KeyDigest::of("abc").to_string(), text);
        assert_eq!(text.parse(), Ok(KeyDigest::of("abc")));
        let (prefix, digits) = text.split_at(7);
        let upper = format!("{prefix}{}", digits.to_uppercase());
        assert_eq!(upper.parse(), Ok(KeyDigest::of("abc")));
    }

    #[test]
    fn what_is_no_digest_is_not_repeated() {
        let long = format!("sha256:{}", "a".repeat(65));
        let umlaut = format!("sha256:{}ä", "a".repeat(63));
        for (text, part) in [
            ("", "not another word"),
            ("hunter2", "not another word"),
            ("SHA256:00", "not another word"),
            ("sha256:", "not 0"),
            ("sha256:hunter2", "not 7"),
            (&long, "not 65"),
            (&umlaut, "no other characters"),
        ] {
            let error = text.parse::<KeyDigest>().unwrap_err().to_string();
            assert!(error.contains(part) && error.contains("`keys hash`"), "{text}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn every_byte_counts_when_they_are_compared() {
        let digest = KeyDigest::of("abc");
        assert!(digest.matches(&digest));
        for index in 0..32 {
            let mut other = digest;
            other.0[index] ^= 1;
            assert!(!digest.matches(&other), "byte {index}");
        }
    }
}
