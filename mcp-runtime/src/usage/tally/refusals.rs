use std::sync::atomic::{AtomicU64, Ordering};

use crate::auth::Denied;

/// Who refused a call. What a tool answers with the code of a guard is no
/// refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refuser {
    Auth,
    Rate,
    Tasks,
    Validate,
    Check,
    Idempotency,
    Budget,
    Breaker,
    Concurrency,
    Threads,
    Output,
}

impl Refuser {
    pub(crate) const ALL: [Self; 11] = [
        Self::Auth,
        Self::Rate,
        Self::Tasks,
        Self::Validate,
        Self::Check,
        Self::Idempotency,
        Self::Budget,
        Self::Breaker,
        Self::Concurrency,
        Self::Threads,
        Self::Output,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Rate => "rate",
            Self::Tasks => "tasks",
            Self::Validate => "validate",
            Self::Check => "check",
            Self::Idempotency => "idempotency",
            Self::Budget => "budget",
            Self::Breaker => "breaker",
            Self::Concurrency => "concurrency",
            Self::Threads => "threads",
            Self::Output => "output",
        }
    }
}

/// Why a request was not served for want of a credential that does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthFailure {
    /// None was shown where one is needed.
    Missing,
    /// What was shown is no credential.
    Malformed,
    /// It is not known, has expired or was revoked.
    Invalid,
    /// It does not do for what was asked.
    Forbidden,
    /// Too many wrong ones came from there.
    Throttled,
    /// Its own limit is used up.
    Limited,
    /// Whoever could tell did not answer.
    Unavailable,
}

impl AuthFailure {
    pub(crate) const ALL: [Self; 7] = [
        Self::Missing,
        Self::Malformed,
        Self::Invalid,
        Self::Forbidden,
        Self::Throttled,
        Self::Limited,
        Self::Unavailable,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Invalid => "invalid",
            Self::Forbidden => "forbidden",
            Self::Throttled => "throttled",
            Self::Limited => "limited",
            Self::Unavailable => "unavailable",
        }
    }
}

impl From<&Denied> for AuthFailure {
    fn from(denied: &Denied) -> Self {
        match denied {
            Denied::Unauthenticated(_) => Self::Missing,
            Denied::Forbidden(_) => Self::Forbidden,
        }
    }
}

/// How many calls of one tool were refused by whom.
#[derive(Debug, Default)]
pub(crate) struct Refusals([AtomicU64; Refuser::ALL.len()]);

impl Refusals {
    pub(super) fn add(&self, by: Refuser) {
        self.0[by as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> impl Iterator<Item = (Refuser, u64)> + '_ {
        Refuser::ALL.into_iter().map(|by| (by, self.0[by as usize].load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_place_of_its_own() {
        assert!(Refuser::ALL.iter().enumerate().all(|(place, by)| *by as usize == place));
        assert!(AuthFailure::ALL.iter().enumerate().all(|(place, why)| *why as usize == place));
    }
}
