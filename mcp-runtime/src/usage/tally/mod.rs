//! What happened since the start, as numbers.
//!
//! A call that goes well touches nothing but atomics of its own tool: no
//! text, no allocation and no lock. The counts of a tool belong to its guards, and
//! a reload of those keeps them.

mod costs;
mod durations;
mod outcomes;
mod recent;
mod refusals;
mod tool;

pub(crate) use durations::BOUNDS;
pub(crate) use outcomes::Outcome;
pub(crate) use recent::Recent;
pub(crate) use refusals::{AuthFailure, Refuser};
pub(crate) use tool::{Ended, ToolTally};

use std::sync::atomic::{AtomicU64, Ordering};

/// The counts of one server.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    flooded: AtomicU64,
    /// Those that went well, and those that did not.
    completions: [AtomicU64; 2],
    auth_failures: [AtomicU64; AuthFailure::ALL.len()],
}

impl Tally {
    /// The flood limit refused a request.
    pub(crate) fn flooded(&self) {
        self.flooded.fetch_add(1, Ordering::Relaxed);
    }

    /// A request was not served for want of a credential that does.
    pub(crate) fn auth_failed(&self, reason: AuthFailure) {
        self.auth_failures[reason as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// A completion was answered.
    pub(crate) fn completed(&self, well: bool) {
        self.completions[usize::from(!well)].fetch_add(1, Ordering::Relaxed);
    }

    /// Completions that went well, and those that did not.
    pub(crate) fn completions(&self) -> [u64; 2] {
        self.completions.each_ref().map(|count| count.load(Ordering::Relaxed))
    }

    pub(crate) fn floods(&self) -> u64 {
        self.flooded.load(Ordering::Relaxed)
    }

    pub(crate) fn auth_failures(&self) -> impl Iterator<Item = (AuthFailure, u64)> + '_ {
        let count =
            |reason: AuthFailure| self.auth_failures[reason as usize].load(Ordering::Relaxed);
        AuthFailure::ALL.into_iter().map(move |reason| (reason, count(reason)))
    }
}
