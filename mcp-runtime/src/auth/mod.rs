//! Who calls, and what they may do.
//!
//! Nothing here knows HTTP or MCP: a transport finds the [`Credential`], an
//! [`Authenticator`] says whose it is, and [`Authority`] decides by the
//! [`Principal`] and what a target demands.

mod authenticator;
mod authority;
mod credential;
mod keys;
mod limits;
#[cfg(feature = "oauth")]
mod oauth;
mod principal;
mod rejection;
mod scopes;
mod throttle;

pub use authenticator::{Attempt, Authenticator, Optional};
pub(crate) use authority::{Authority, Denied, Mode, Refusal, Rule};
pub use credential::{Credential, Scheme};
pub(crate) use keys::KeyText;
pub use keys::{ApiKeys, KeyDigest, KeyRecord, KeyRecordError, Minted};
#[cfg(feature = "oauth")]
pub use oauth::{Introspection, JwtAlgorithm, JwtTokens};
pub use principal::Principal;
pub use rejection::Rejection;
pub(crate) use scopes::Implications;
pub use scopes::Scopes;
pub(crate) use throttle::Origin;

/// A length of time in the unit of limits.
fn ticks(duration: std::time::Duration) -> crate::limit::Ticks {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
