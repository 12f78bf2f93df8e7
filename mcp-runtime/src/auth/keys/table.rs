use std::collections::HashMap;
use std::time::SystemTime;

use super::{KeyDigest, KeyRecord};
use crate::auth::{Principal, Rejection};
use crate::limit::{Key, Keys};

/// The keys that are known, by their digests.
#[derive(Default)]
pub(super) struct Table {
    keys: Keys,
    known: HashMap<Key, Known>,
}

/// A key that is known, and who holds it.
pub(super) struct Known {
    digest: KeyDigest,
    expires: Option<SystemTime>,
    principal: Principal,
}

impl Table {
    pub(super) fn new(records: &[KeyRecord]) -> Self {
        let mut table = Self::default();
        for record in records {
            table.insert(record);
        }
        table
    }

    pub(super) fn insert(&mut self, record: &KeyRecord) {
        self.known.insert(self.keys.key(record.digest().as_bytes()), record.into());
    }

    /// Whose key has this digest.
    // How long this takes tells nothing of the keys. It is found by a hash under
    // a key of this process, of the digest and not of what was shown: nobody can
    // steer either to agree with a known one in some bits only. The comparison
    // of whole digests takes as long wherever they differ.
    pub(super) fn find(&self, digest: &KeyDigest) -> Option<&Known> {
        let known = self.known.get(&self.keys.key(digest.as_bytes()))?;
        known.digest.matches(digest).then_some(known)
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }
}

impl Known {
    pub(super) fn is_of(&self, digest: &KeyDigest) -> bool {
        self.digest.matches(digest)
    }

    /// What the holder is told at that time.
    pub(super) fn answer(&self, now: SystemTime) -> Result<Principal, Rejection> {
        if self.expires.is_some_and(|expires| now >= expires) {
            return Err(Rejection::expired("the API key has expired"));
        }
        Ok(self.principal.clone())
    }
}

impl From<&KeyRecord> for Known {
    fn from(record: &KeyRecord) -> Self {
        let mut principal =
            Principal::new("key", record.name()).with_scopes(record.scopes().clone());
        if let Some(expires) = record.expires() {
            principal = principal.with_expiry(expires);
        }
        if let Some((requests, window)) = record.limit() {
            principal = principal.with_limit(requests, window);
        }
        Self { digest: *record.digest(), expires: record.expires(), principal }
    }
}
