//! Access tokens of OAuth 2.1: [`JwtTokens`] verifies them by the keys that
//! their issuer publishes, [`Introspection`] asks whoever issued them.
//!
//! Here and nowhere else the server is a client itself: `web` is how it asks.

mod claims;
mod endpoint;
mod fingerprint;
mod introspection;
mod jwt;
mod kept;
mod keys;
#[cfg(test)]
mod tests;
mod web;

pub use introspection::Introspection;
pub use jwt::{JwtAlgorithm, JwtTokens};
