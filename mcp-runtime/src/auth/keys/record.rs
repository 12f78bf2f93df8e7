use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use mcp_literals::duration::LONGEST_MS;
use mcp_literals::{Per, Rate};

use super::{Expiry, KeyDigest, parse};
use crate::auth::Scopes;

/// What is known of one API key.
///
/// Written as one line, `NAME DIGEST [scopes=a,b] [expires=WHEN] [rate=N/WINDOW]`:
///
/// ```
/// use mcp_runtime::{KeyDigest, KeyRecord, Scopes};
///
/// let text = "alice sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad \
///             scopes=vault:read,vault:write expires=2027-01-31 rate=60/min";
/// let record: KeyRecord = text.parse()?;
/// assert_eq!(record.digest(), &KeyDigest::of("abc"));
/// assert!(record.scopes().contains("vault:write"));
/// assert_eq!(record.to_string(), text);
/// # Ok::<(), mcp_runtime::KeyRecordError>(())
/// ```
///
/// A name is written with ASCII letters, digits and `._-@+:/`, a scope without
/// `,` and `;`. What a lookup returns may have other names; what is displayed
/// of those cannot be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRecord {
    name: Box<str>,
    digest: KeyDigest,
    scopes: Scopes,
    expires: Option<Expiry>,
    limit: Option<(u32, Duration)>,
}

/// Why a text is no key record. It repeats nothing that may be a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeyRecordError(Cow<'static, str>);

impl KeyRecordError {
    pub(super) fn new(problem: impl Into<Cow<'static, str>>) -> Self {
        Self(problem.into())
    }
}

impl KeyRecord {
    /// The record of a key that grants nothing and never ends.
    pub fn new(name: impl Into<Box<str>>, digest: KeyDigest) -> Self {
        Self { name: name.into(), digest, scopes: Scopes::default(), expires: None, limit: None }
    }

    /// What its holder may do. Default: what demands no scope.
    #[must_use]
    pub fn with_scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = scopes;
        self
    }

    /// From when on it is refused, to the second. Default: never.
    #[must_use]
    pub fn with_expiry(mut self, expires: SystemTime) -> Self {
        self.expires = Some(expires.into());
        self
    }

    /// Requests that it is good for in any window of that length, of 1 ms to
    /// ten years; more are answered with 429. Default: no limit of its own.
    #[must_use]
    pub fn with_limit(mut self, requests: u32, window: Duration) -> Self {
        let millis = u64::try_from(window.as_millis()).unwrap_or(LONGEST_MS);
        let window = Duration::from_millis(millis.clamp(1, LONGEST_MS));
        self.limit = Some((requests.max(1), window));
        self
    }

    /// Whose key it is; the subject of the [`Principal`](crate::Principal).
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is kept of the key.
    pub fn digest(&self) -> &KeyDigest {
        &self.digest
    }

    /// What its holder may do.
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// From when on it is refused.
    pub fn expires(&self) -> Option<SystemTime> {
        self.expires.map(Expiry::time)
    }

    /// Requests in any window of that length.
    pub fn limit(&self) -> Option<(u32, Duration)> {
        self.limit
    }
}

impl fmt::Display for KeyRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.digest)?;
        for (index, scope) in self.scopes.iter().enumerate() {
            write!(f, "{}{scope}", if index == 0 { " scopes=" } else { "," })?;
        }
        if let Some(expires) = self.expires {
            write!(f, " expires={expires}")?;
        }
        if let Some((count, window)) = self.limit {
            let window_ms = u64::try_from(window.as_millis()).unwrap_or(LONGEST_MS);
            write!(f, " rate={}", Rate { count, window_ms, per: Per::Caller })?;
        }
        Ok(())
    }
}

impl FromStr for KeyRecord {
    type Err = KeyRecordError;

    fn from_str(text: &str) -> Result<Self, KeyRecordError> {
        let records = parse::records(text).map_err(|mistakes| {
            let first = mistakes.into_iter().next();
            first.map_or(KeyRecordError::new("no record"), |mistake| {
                KeyRecordError::new(mistake.to_string())
            })
        })?;
        match <[Self; 1]>::try_from(records) {
            Ok([record]) => Ok(record),
            Err(records) => Err(KeyRecordError::new(format!(
                "expected one record, found {}; see `keys mint`",
                records.len()
            ))),
        }
    }
}
