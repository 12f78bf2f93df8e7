use std::time::Duration;

use crate::auth::{Rejection, Scopes};

/// Whether callers have to prove themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Nothing authenticates.
    Nobody,
    /// Whoever shows nothing may do what demands nothing.
    Optional,
    Required,
}

/// What a target demands of its callers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Rule {
    /// What the server demands.
    #[default]
    Server,
    /// Nothing.
    Public,
    /// A principal with all of these scopes.
    Scopes(Scopes),
}

/// Why a request was not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Its credential proves nothing.
    Rejected(Rejection),
    /// Its credential was not looked at: the peer has shown too many wrong ones.
    Throttled { wait: Duration },
    /// Its principal has sent as many requests as it may.
    Limited { wait: Duration, calls: u32, window: Duration },
}

/// Why a caller may not use a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Denied {
    /// It has to prove who it is, and will need these scopes.
    Unauthenticated(Scopes),
    /// It lacks some of these scopes.
    Forbidden(Scopes),
}
