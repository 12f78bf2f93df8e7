use std::fmt;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{KeyDigest, KeyRecord};
use crate::error::{Error, Result};

/// What keys begin with, so that scanners find them where they do not belong.
pub(super) const PREFIX: &str = "mcp_";

/// A new API key and its record; made by
/// [`ApiKeys::mint`](super::ApiKeys::mint).
///
/// `Debug` hides the key.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Minted {
    /// The secret for the caller: `mcp_` and 256 random bits in base64url.
    /// It is in no other place, and cannot be had from the record.
    pub key: String,
    /// What the server keeps.
    pub record: KeyRecord,
}

impl fmt::Debug for Minted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Minted").field("record", &self.record).finish_non_exhaustive()
    }
}

pub(super) fn mint(name: impl Into<Box<str>>) -> Result<Minted> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| Error::Io {
        context: "the system has no randomness for a key",
        source: io::Error::other(error.to_string()),
    })?;
    let key = format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(secret));
    let record = KeyRecord::new(name, KeyDigest::of(&key));
    Ok(Minted { key, record })
}
