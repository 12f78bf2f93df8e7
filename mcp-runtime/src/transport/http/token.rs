//! What a session's id says, and that it was this server who said it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::protocol::{ClientCapabilities, ProtocolVersion};
use crate::seal::SigningKey;

/// What makes one session different from the next.
pub(super) type Nonce = [u8; 16];

/// What a session's id carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) version: ProtocolVersion,
    pub(super) capabilities: ClientCapabilities,
    /// In seconds since the Unix epoch.
    pub(super) issued: u64,
    pub(super) nonce: Nonce,
}

/// The first byte; another layout gets another number.
const FORMAT: u8 = 2;
const PAYLOAD: usize = 1 + 1 + size_of::<u32>() + size_of::<u64>() + size_of::<Nonce>();

impl Token {
    /// Signed for `owner` alone, as visible ASCII, which the header demands.
    pub(super) fn seal(&self, key: &SigningKey, owner: &str) -> String {
        let mut token = Vec::with_capacity(PAYLOAD + 32);
        token.push(FORMAT);
        token.push(version_code(self.version));
        // More room than there are capabilities: later ones do not need
        // another layout.
        token.extend_from_slice(&u32::from(self.capabilities.to_bits()).to_be_bytes());
        token.extend_from_slice(&self.issued.to_be_bytes());
        token.extend_from_slice(&self.nonce);
        let mac = mac(key, &token, owner).finalize().into_bytes();
        token.extend_from_slice(&mac);
        URL_SAFE_NO_PAD.encode(token)
    }

    /// `None` where it was not signed with this key for this owner.
    pub(super) fn open(token: &str, key: &SigningKey, owner: &str) -> Option<Self> {
        let mut bytes = [0; PAYLOAD + 32];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (payload, mac) = bytes.get(..length)?.split_at_checked(PAYLOAD)?;
        self::mac(key, payload, owner).verify_slice(mac).ok()?;
        let ([FORMAT, version], rest) = payload.split_first_chunk()? else { return None };
        // Capabilities that this version does not know are of no use to it.
        let ([_, _, _, capabilities], rest) = rest.split_first_chunk()?;
        let (issued, rest) = rest.split_first_chunk()?;
        Some(Self {
            version: version_of(*version)?,
            capabilities: ClientCapabilities::from_bits(*capabilities),
            issued: u64::from_be_bytes(*issued),
            nonce: rest.try_into().ok()?,
        })
    }

    /// What a session that was opened by nobody in particular is to `owner`:
    /// one of its own, in which it meets nobody else who has the same id.
    pub(super) fn taken_up(mut self, key: &SigningKey, owner: &str) -> Self {
        let mut mac = key.mac(b"mcp-owner-of-session");
        mac.update(&self.nonce);
        mac.update(owner.as_bytes());
        if let Some(nonce) = mac.finalize().into_bytes().first_chunk() {
            self.nonce = *nonce;
        }
        self
    }
}

fn mac(key: &SigningKey, payload: &[u8], owner: &str) -> Hmac<Sha256> {
    let mut mac = key.mac(b"mcp-session");
    // The payload is of one length, so nothing of it passes for an owner.
    mac.update(payload);
    mac.update(owner.as_bytes());
    mac
}

fn version_code(version: ProtocolVersion) -> u8 {
    match version {
        ProtocolVersion::V2025_03_26 => 1,
        ProtocolVersion::V2025_06_18 => 2,
        ProtocolVersion::V2025_11_25 | ProtocolVersion::V2026_07_28 => 3,
    }
}

fn version_of(code: u8) -> Option<ProtocolVersion> {
    match code {
        1 => Some(ProtocolVersion::V2025_03_26),
        2 => Some(ProtocolVersion::V2025_06_18),
        3 => Some(ProtocolVersion::V2025_11_25),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: u8) -> SigningKey {
        SigningKey::new(&[secret; 32]).unwrap()
    }

    const TOKEN: Token = Token {
        version: ProtocolVersion::V2025_06_18,
        capabilities: ClientCapabilities {
            roots: false,
            sampling: true,
            sampling_tools: false,
            elicitation_form: false,
            elicitation_url: false,
            tasks: false,
        },
        issued: 1_800_000_000,
        nonce: [5; 16],
    };

    #[test]
    fn a_token_opens_with_its_key_alone() {
        let token = TOKEN.seal(&key(1), "a b");
        assert!(token.bytes().all(|byte| (0x21..=0x7e).contains(&byte)));
        assert_eq!(Token::open(&token, &key(1), "a b"), Some(TOKEN));
        assert_eq!(Token::open(&token, &key(2), "a b"), None);
    }

    #[test]
    fn a_token_is_of_no_use_to_others() {
        let token = TOKEN.seal(&key(1), "key alice");
        for other in ["", "key bob", "key alice2", "key alic"] {
            assert_eq!(Token::open(&token, &key(1), other), None, "{other}");
        }
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let token = TOKEN.seal(&key(1), "a b");
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(Token::open(&changed, &key(1), "a b"), None, "position {at}");
        }
        for cut in 0..token.len() {
            assert_eq!(Token::open(&token[..cut], &key(1), "a b"), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_that_was_not_issued_opens(text in "[ -~]{0,120}") {
            proptest::prop_assert!(Token::open(&text, &key(1), "a b").is_none());
        }
    }
}
