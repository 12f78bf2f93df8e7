use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{JwtAlgorithm, Token};
use crate::auth::oauth::claims::Rules;
use crate::auth::oauth::fingerprint::{Fingerprint, Fingerprints};
use crate::auth::oauth::kept::Kept;
use crate::auth::oauth::keys::{Key, KeySet, Look, Published, Wanted};
use crate::auth::{Attempt, Principal, Rejection};

/// Longer tokens are refused unread.
const LONGEST: usize = 16 << 10;
/// For how long a verified token is believed at sight.
const LASTS: Duration = Duration::from_mins(1);
/// How many verified tokens are remembered, and of how many bytes together.
const ENTRIES: usize = 4_096;
const BYTES: usize = 8 << 20;

/// Everything that a token is verified with.
pub(super) struct Verifier {
    rules: Rules,
    algorithms: Vec<JwtAlgorithm>,
    keys: Keys,
    fingerprints: Fingerprints,
    verified: Mutex<Verified>,
}

pub(super) enum Keys {
    Fixed(KeySet),
    Published(Published),
}

/// The tokens that one version of the keys has verified.
struct Verified {
    version: u64,
    tokens: Kept<Principal>,
}

type Answer = Result<Principal, Rejection>;

/// A token that is to be verified.
struct Opened<'a> {
    token: Token<'a>,
    algorithm: JwtAlgorithm,
    fingerprint: Fingerprint,
}

impl Opened<'_> {
    fn wanted(&self) -> Wanted<'_> {
        Wanted { id: self.token.header.kid.as_deref(), algorithm: self.algorithm }
    }
}

impl Verifier {
    pub(super) fn new(rules: Rules, algorithms: Vec<JwtAlgorithm>, keys: Keys) -> Self {
        let verified = Mutex::new(Verified { version: 0, tokens: Kept::new(ENTRIES, BYTES) });
        Self { rules, algorithms, keys, fingerprints: Fingerprints::new(), verified }
    }

    pub(super) async fn verify(&self, attempt: &Attempt) -> Answer {
        let opened = match self.open(attempt) {
            Ok(opened) => opened,
            Err(answer) => return answer,
        };
        let (keys, version) = match &self.keys {
            Keys::Fixed(set) => (set.find(opened.wanted()).keys()?, 0),
            Keys::Published(keys) => keys.keys(opened.wanted(), attempt.clock()).await?,
        };
        self.finish(attempt, opened, &keys, version)
    }

    pub(super) fn at_hand(&self, attempt: &Attempt) -> Option<Answer> {
        let opened = match self.open(attempt) {
            Ok(opened) => opened,
            Err(answer) => return Some(answer),
        };
        let found = match &self.keys {
            Keys::Fixed(set) => set.find(opened.wanted()).keys().map(|keys| (keys, 0)),
            Keys::Published(keys) => match keys.look(opened.wanted(), attempt.clock()) {
                Look::Found(keys, version) => Ok((keys, version)),
                Look::Refused(rejection) => Err(rejection),
                Look::Wait(_) => return None,
            },
        };
        Some(found.and_then(|(keys, version)| self.finish(attempt, opened, &keys, version)))
    }

    /// All that can be said without a key: a token that is refused here makes
    /// nobody fetch one.
    ///
    /// # Errors
    /// It is answered already.
    fn open<'a>(&self, attempt: &'a Attempt) -> Result<Opened<'a>, Answer> {
        let refused = |why: &'static str| Err(Err(Rejection::invalid(why)));
        let text = attempt.credential().expose();
        if text.len() > LONGEST {
            return refused("the token is longer than 16 KiB");
        }
        let fingerprint = self.fingerprints.of(text);
        if let Some(principal) = self.verified().tokens.get(&fingerprint, attempt.clock().now()) {
            return Err(Ok(principal));
        }
        let token = Token::parse(text).map_err(Err)?;
        self.rules.check_issuer(&token.claims).map_err(Err)?;
        token.header.check().map_err(Err)?;
        match token.header.algorithm() {
            Some(algorithm) if self.algorithms.contains(&algorithm) => {
                Ok(Opened { token, algorithm, fingerprint })
            }
            _ => refused("the token is signed with an algorithm that is not accepted here"),
        }
    }

    fn finish(
        &self,
        attempt: &Attempt,
        opened: Opened<'_>,
        keys: &[Arc<Key>],
        version: u64,
    ) -> Answer {
        let Opened { token, algorithm, fingerprint } = opened;
        if !keys.iter().any(|key| key.signed(algorithm, token.message, token.signature)) {
            return Err(Rejection::invalid("the token's signature is wrong"));
        }
        let now = attempt.now();
        let issuer = self.rules.issuer.as_deref().unwrap_or_default();
        // Nobody made it up: the issuer did sign it.
        let principal = self.rules.principal(token.claims, now, issuer)?;
        let until = attempt.clock().after(self.rules.lasts(&principal, now, LASTS));
        let length = attempt.credential().expose().len();
        let mut verified = self.verified();
        if verified.version == version {
            verified.tokens.keep(fingerprint, principal.clone(), until, length);
        }
        Ok(principal)
    }

    /// Empty where the keys have been exchanged since.
    fn verified(&self) -> MutexGuard<'_, Verified> {
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if let Keys::Published(keys) = &self.keys {
            let version = keys.version();
            if verified.version != version {
                verified.version = version;
                verified.tokens.clear();
            }
        }
        verified
    }
}
