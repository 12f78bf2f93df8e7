use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};

use super::SigningKey;

/// Seals what a client carries from one round of a request to the next
/// (specification 2026-07-28, basic/patterns/mrtr, "Server Requirements").
///
/// Encrypted and authenticated; of use for one purpose, until it expires.
#[derive(Clone)]
pub(crate) struct Seal(XChaCha20Poly1305);

/// What was sealed, and what tells it from all others.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    pub(crate) state: Vec<u8>,
    pub(super) expires: u64,
    pub(super) nonce: [u8; NONCE],
}

/// Why a text is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It was not sealed with this key for this purpose, or it was changed.
    Foreign,
    Expired,
}

/// The first byte; another layout gets another number.
const FORMAT: u8 = 1;
pub(super) const NONCE: usize = 24;
/// The format, when it expires, and the nonce.
const HEAD: usize = 1 + 8 + NONCE;

/// The longest text that is looked at.
const LONGEST: usize = 256 << 10;

impl Seal {
    pub(crate) fn new(key: &SigningKey) -> Self {
        Self(XChaCha20Poly1305::new(&key.derive(b"mcp-request-state").into()))
    }

    /// `expires` is in seconds since the Unix epoch. `purpose` has to be the
    /// same when it is opened.
    ///
    /// # Errors
    /// The system has no randomness.
    pub(crate) fn seal(
        &self,
        state: &[u8],
        purpose: &[u8; 32],
        expires: u64,
    ) -> Result<String, getrandom::Error> {
        let mut text = Vec::with_capacity(HEAD + state.len() + 16);
        text.push(FORMAT);
        text.extend_from_slice(&expires.to_be_bytes());
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce)?;
        text.extend_from_slice(&nonce);
        let bound = bound(&text, purpose);
        let payload = Payload { msg: state, aad: &bound };
        let sealed = self.0.encrypt(&nonce.into(), payload);
        text.extend_from_slice(&sealed.map_err(|_| getrandom::Error::UNEXPECTED)?);
        Ok(URL_SAFE_NO_PAD.encode(text))
    }

    /// What was sealed.
    pub(crate) fn open(&self, text: &str, purpose: &[u8; 32], now: u64) -> Result<Opened, Broken> {
        if text.len() > LONGEST {
            return Err(Broken::Foreign);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| Broken::Foreign)?;
        let (head, sealed) = bytes.split_at_checked(HEAD).ok_or(Broken::Foreign)?;
        let ([FORMAT], rest) = head.split_first_chunk().ok_or(Broken::Foreign)? else {
            return Err(Broken::Foreign);
        };
        let (expires, nonce) = rest.split_first_chunk().ok_or(Broken::Foreign)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| Broken::Foreign)?;
        let bound = bound(head, purpose);
        let payload = Payload { msg: sealed, aad: &bound };
        let state = self.0.decrypt(&nonce.into(), payload).map_err(|_| Broken::Foreign)?;
        // Only now: what was not sealed here has not expired either.
        let expires = u64::from_be_bytes(*expires);
        if expires <= now {
            return Err(Broken::Expired);
        }
        Ok(Opened { state, expires, nonce })
    }
}

/// What is authenticated beside the state: both parts are of one length.
fn bound(head: &[u8], purpose: &[u8; 32]) -> Vec<u8> {
    [head, purpose].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seal(secret: u8) -> Seal {
        Seal::new(&SigningKey::new(&[secret; 32]).unwrap())
    }

    const PURPOSE: [u8; 32] = [9; 32];

    #[test]
    fn it_opens_for_its_purpose_until_it_expires() {
        let text = seal(1).seal(b"state", &PURPOSE, 100).unwrap();
        assert_eq!(seal(1).open(&text, &PURPOSE, 99).map(|it| it.state), Ok(b"state".to_vec()));
        assert_eq!(seal(1).open(&text, &PURPOSE, 100), Err(Broken::Expired));
        assert_eq!(seal(1).open(&text, &[8; 32], 0), Err(Broken::Foreign));
        assert_eq!(seal(2).open(&text, &PURPOSE, 0), Err(Broken::Foreign));
        assert_eq!(seal(2).open(&text, &PURPOSE, 100), Err(Broken::Foreign), "not told to others");
    }

    #[test]
    fn the_same_state_looks_different_each_time() {
        let of = || seal(1).seal(b"the same", &PURPOSE, 100).unwrap();
        let (one, other) = (of(), of());
        assert_ne!(one[12..], other[12..]);
        let bytes = URL_SAFE_NO_PAD.decode(one).unwrap();
        assert!(!bytes.windows(8).any(|part| part == b"the same"));
    }

    #[test]
    fn every_changed_and_every_missing_character_is_noticed() {
        let text = seal(1).seal(b"state", &PURPOSE, 100).unwrap();
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(seal(1).open(&changed, &PURPOSE, 0), Err(Broken::Foreign), "{at}");
            assert_eq!(seal(1).open(&text[..at], &PURPOSE, 0), Err(Broken::Foreign), "{at}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_sealed_is_read_again(
            state in proptest::collection::vec(any::<u8>(), 0..2_000),
            purpose: [u8; 32],
            expires in 1..u64::MAX,
        ) {
            let text = seal(3).seal(&state, &purpose, expires).unwrap();
            let opened = seal(3).open(&text, &purpose, expires - 1);
            prop_assert_eq!(opened.map(|it| it.state), Ok(state));
        }

        #[test]
        fn no_text_that_was_not_sealed_opens(text in "[ -~]{0,200}") {
            prop_assert_eq!(seal(1).open(&text, &PURPOSE, 0), Err(Broken::Foreign));
        }
    }
}
