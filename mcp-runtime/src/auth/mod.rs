//! Who calls, and what they may do.
//!
//! Nothing here knows HTTP or MCP: a transport finds the [`Credential`], an
//! [`Authenticator`] says whose it is, and [`Authority`] decides by the
//! [`Principal`] and what a target demands.

mod authenticator;
mod authority;
mod credential;
mod principal;
mod rejection;
mod scopes;

pub use authenticator::{Attempt, Authenticator, Optional};
pub(crate) use authority::{Authority, Denied, Mode, Refusal, Rule};
pub use credential::{Credential, Scheme};
pub use principal::Principal;
pub use rejection::Rejection;
pub(crate) use scopes::Implications;
pub use scopes::Scopes;
