//! Sessions of the older revisions as self-contained signed tokens: no table,
//! so memory stays flat under endless `initialize`, any replica with the key
//! serves any client, and a restart strands nobody.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::dispatch::Session;
use crate::protocol::{ClientCapabilities, LogLevel, ProtocolVersion};

/// The key that session tokens are signed with.
#[derive(Clone)]
pub(crate) struct SigningKey(Hmac<Sha256>);

impl SigningKey {
    pub(crate) fn new(secret: &[u8]) -> Option<Self> {
        (secret.len() >= Self::SHORTEST).then(|| Hmac::new_from_slice(secret).ok().map(Self))?
    }

    /// A key for this process alone.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Self::new(&secret).ok_or(getrandom::Error::UNEXPECTED)
    }

    /// Bytes of secret that make guessing hopeless.
    pub(crate) const SHORTEST: usize = 32;
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// What makes one session different from the next.
pub(super) type Nonce = [u8; 16];

/// Issues and checks session tokens.
pub(super) struct Sessions {
    key: SigningKey,
    /// Sessions that were ended with DELETE. Bounded: the oldest are
    /// forgotten, and a client that ended its session does not come back.
    ended: Mutex<VecDeque<Nonce>>,
    /// `logging/setLevel` of recent sessions. Bounded likewise; a forgotten
    /// session falls back to the default level.
    levels: Mutex<VecDeque<(Nonce, LogLevel)>>,
}

const REMEMBERED: usize = 1024;
const FORMAT: u8 = 1;
const PAYLOAD: usize = 1 + 1 + 1 + size_of::<Nonce>();

impl Sessions {
    pub(super) fn new(key: SigningKey) -> Self {
        Self { key, ended: Mutex::default(), levels: Mutex::default() }
    }

    /// A token that says what was agreed. Visible ASCII, as the header demands.
    pub(super) fn issue(&self, session: Session) -> Result<String, getrandom::Error> {
        let mut token = Vec::with_capacity(PAYLOAD + 32);
        token.push(FORMAT);
        token.push(version_code(session.version));
        token.push(session.capabilities.to_bits());
        let mut nonce: Nonce = [0; 16];
        getrandom::fill(&mut nonce)?;
        token.extend_from_slice(&nonce);
        let mac = self.mac(&token).finalize().into_bytes();
        token.extend_from_slice(&mac);
        Ok(URL_SAFE_NO_PAD.encode(token))
    }

    /// The session behind a token; `None` where it is not ours or was ended.
    pub(super) fn open(&self, token: &str) -> Option<(Nonce, Session)> {
        let mut bytes = [0; PAYLOAD + 32];
        let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
        let (payload, mac) = bytes.get(..length)?.split_at_checked(PAYLOAD)?;
        self.mac(payload).verify_slice(mac).ok()?;
        let [FORMAT, version, capabilities, nonce @ ..] = payload else { return None };
        let nonce: Nonce = nonce.try_into().ok()?;
        if lock(&self.ended).contains(&nonce) {
            return None;
        }
        let levels = lock(&self.levels);
        let level = levels.iter().rev().find(|(other, _)| *other == nonce);
        let session = Session {
            version: version_of(*version)?,
            capabilities: ClientCapabilities::from_bits(*capabilities),
            log_level: level.map_or(LogLevel::Info, |(_, level)| *level),
        };
        Some((nonce, session))
    }

    pub(super) fn end(&self, nonce: Nonce) {
        remember(&mut lock(&self.ended), nonce);
    }

    pub(super) fn set_level(&self, nonce: Nonce, level: LogLevel) {
        let mut levels = lock(&self.levels);
        levels.retain(|(other, _)| *other != nonce);
        remember(&mut levels, (nonce, level));
    }

    fn mac(&self, payload: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.key.0.clone();
        mac.update(b"mcp-session");
        mac.update(payload);
        mac
    }
}

fn remember<T>(queue: &mut VecDeque<T>, item: T) {
    if queue.len() >= REMEMBERED {
        queue.pop_front();
    }
    queue.push_back(item);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // The queues are valid after every statement.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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

    fn session() -> Session {
        Session {
            version: ProtocolVersion::V2025_06_18,
            capabilities: ClientCapabilities { sampling: true, ..ClientCapabilities::default() },
            log_level: LogLevel::Info,
        }
    }

    fn sessions(secret: u8) -> Sessions {
        Sessions::new(SigningKey::new(&[secret; 32]).unwrap())
    }

    #[test]
    fn a_token_carries_the_session_to_any_holder_of_the_key() {
        let token = sessions(1).issue(session()).unwrap();
        assert!(token.bytes().all(|byte| (0x21..=0x7e).contains(&byte)));
        assert_eq!(sessions(1).open(&token).map(|(_, session)| session), Some(session()));
        assert!(sessions(2).open(&token).is_none());
    }

    #[test]
    fn every_changed_character_is_noticed() {
        let sessions = sessions(1);
        let token = sessions.issue(session()).unwrap();
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(sessions.open(&changed).is_none(), "position {at}");
        }
        for cut in 0..token.len() {
            assert!(sessions.open(&token[..cut]).is_none());
        }
    }

    #[test]
    fn memory_stays_flat_however_many_sessions_end() {
        let sessions = sessions(1);
        for _ in 0..REMEMBERED * 3 {
            let token = sessions.issue(session()).unwrap();
            let (nonce, _) = sessions.open(&token).unwrap();
            sessions.end(nonce);
            sessions.set_level(nonce, LogLevel::Error);
            assert!(sessions.open(&token).is_none());
        }
        assert_eq!(lock(&sessions.ended).len(), REMEMBERED);
        assert_eq!(lock(&sessions.levels).len(), REMEMBERED);
    }

    proptest::proptest! {
        #[test]
        fn no_text_that_was_not_issued_opens(text in "[ -~]{0,120}") {
            proptest::prop_assert!(sessions(1).open(&text).is_none());
        }
    }
}
