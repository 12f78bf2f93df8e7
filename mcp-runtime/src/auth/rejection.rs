use std::borrow::Cow;
use std::time::Duration;

/// Why a credential proves nothing.
///
/// What it says goes to the caller; it must not tell more than the caller knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Rejection {
    reason: Cow<'static, str>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    Invalid,
    Expired,
    Unavailable(Duration),
}

impl Rejection {
    /// It is not one of this authenticator's: another one may know it.
    pub fn unknown() -> Self {
        Self { reason: "the credential is not known here".into(), kind: Kind::Unknown }
    }

    /// It is of this authenticator's kind and not valid: `"the token's signature is wrong"`.
    pub fn invalid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into(), kind: Kind::Invalid }
    }

    /// It was valid once, and is proven to be what was issued then: `"the token
    /// has expired"`. Unlike all others that are refused, it does not count as
    /// an attempt to guess one.
    pub fn expired(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into(), kind: Kind::Expired }
    }

    /// Whether it is valid cannot be told now; the caller may try again.
    pub fn unavailable(retry_after: Duration) -> Self {
        let reason = "whoever knows the credential cannot be asked at the moment".into();
        Self { reason, kind: Kind::Unavailable(retry_after) }
    }

    /// As [`unknown`](Self::unknown), where it can be told why.
    #[cfg(feature = "oauth")]
    pub(super) fn foreign(reason: &'static str) -> Self {
        Self { reason: reason.into(), kind: Kind::Unknown }
    }

    /// What the caller is told.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Whether another authenticator may know the credential.
    pub fn is_unknown(&self) -> bool {
        self.kind == Kind::Unknown
    }

    pub(super) fn is_expired(&self) -> bool {
        self.kind == Kind::Expired
    }

    /// When to try again, where it could not be told.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.kind {
            Kind::Unavailable(wait) => Some(wait),
            Kind::Unknown | Kind::Invalid | Kind::Expired => None,
        }
    }
}
