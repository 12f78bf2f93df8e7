use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::Key;
use crate::auth::Rejection;
use crate::auth::oauth::jwt::JwtAlgorithm;

/// More keys than any issuer publishes.
const MOST: usize = 100;
/// How many with the same `kid` are tried for one token.
const ALIKE: usize = 4;

/// The keys of an issuer (RFC 7517, 5).
pub(in crate::auth::oauth) struct KeySet {
    keys: Vec<Arc<Key>>,
    /// The `kid`s of those that cannot be used.
    unused: Vec<Box<str>>,
}

/// The key that a token names.
#[derive(Clone, Copy)]
pub(in crate::auth::oauth) struct Wanted<'a> {
    pub(in crate::auth::oauth) id: Option<&'a str>,
    pub(in crate::auth::oauth) algorithm: JwtAlgorithm,
}

/// What a set says of the key that a token names.
pub(in crate::auth::oauth) enum Found {
    /// As a rule one. Nothing keeps an issuer from publishing several with the
    /// same name (RFC 7517, 4.5): then any of them may have signed the token.
    Keys(Vec<Arc<Key>>),
    /// There is no such key.
    None,
    /// There is, and it is for other algorithms.
    Unfit,
    /// The token names none, and several would fit.
    Several,
}

impl Found {
    /// # Errors
    /// It is none that could have signed the token.
    pub(in crate::auth::oauth) fn keys(self) -> Result<Vec<Arc<Key>>, Rejection> {
        match self {
            Self::Keys(keys) => Ok(keys),
            Self::None => Err(Rejection::invalid(
                "the token is signed with a key that its issuer does not publish",
            )),
            Self::Unfit => Err(Rejection::invalid("the token's key is for another algorithm")),
            Self::Several => Err(Rejection::invalid("the token does not name its key")),
        }
    }
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<Value>,
}

impl KeySet {
    /// Leaves out the keys that cannot be used: one of them must not take the
    /// others with it. The second says why they were left out.
    ///
    /// # Errors
    /// It is no key set, or one of too many keys.
    pub(in crate::auth::oauth) fn parse(json: &[u8]) -> Result<(Self, String), String> {
        let set: Set = serde_json::from_slice(json)
            .map_err(|error| format!("this is no JSON Web Key Set: {error}"))?;
        if set.keys.len() > MOST {
            return Err(format!("there are {} keys, and at most {MOST} are read", set.keys.len()));
        }
        let (mut keys, mut unused, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
        for jwk in &set.keys {
            match Key::from_jwk(jwk).and_then(|key| with_room(&keys, key)) {
                Ok(key) => keys.push(Arc::new(key)),
                Err(why) => {
                    unused.extend(jwk.get("kid").and_then(Value::as_str).map(Into::into));
                    reasons.push(why);
                }
            }
        }
        reasons.sort_unstable();
        reasons.dedup();
        Ok((Self { keys, unused }, reasons.join("; ")))
    }

    pub(in crate::auth::oauth) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The `kid`s of the keys.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().filter_map(|key| key.id())
    }

    /// The `kid`s of those that were left out.
    pub(super) fn unused(&self) -> impl Iterator<Item = &str> {
        self.unused.iter().map(|id| &**id)
    }

    pub(in crate::auth::oauth) fn find(&self, wanted: Wanted<'_>) -> Found {
        let Wanted { id, algorithm } = wanted;
        let named = |key: &&Arc<Key>| id.is_none_or(|id| key.id() == Some(id));
        let fits = |key: &&Arc<Key>| named(key) && key.fits(algorithm);
        let fitting: Vec<Arc<Key>> = self.keys.iter().filter(fits).cloned().collect();
        match fitting.len() {
            0 if id.is_some() && self.keys.iter().any(|key| named(&key)) => Found::Unfit,
            0 => Found::None,
            2.. if id.is_none() => Found::Several,
            _ => Found::Keys(fitting),
        }
    }
}

/// The key, unless there are as many already as are tried for one token.
fn with_room(keys: &[Arc<Key>], key: Key) -> Result<Key, &'static str> {
    let alike = keys.iter().filter(|one| key.id().is_some() && one.is_like(&key)).count();
    if alike < ALIKE { Ok(key) } else { Err("more than 4 keys have its kid") }
}
