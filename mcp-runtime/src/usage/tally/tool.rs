use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::costs::Costs;
use super::durations::{Durations, Histogram};
use super::outcomes::{Outcome, Outcomes};
use super::refusals::{Refusals, Refuser};
use crate::usage::Amount;

/// The counts of one tool.
#[derive(Debug, Default)]
pub(crate) struct ToolTally {
    outcomes: Outcomes,
    durations: Histogram,
    pub(crate) refusals: Refusals,
    costs: Costs,
    in_flight: AtomicU64,
    queued: AtomicU64,
    cached: AtomicU64,
    request_bytes: AtomicU64,
    response_bytes: AtomicU64,
}

/// How a call ended.
pub(crate) struct Ended<'a> {
    /// `OK` or the code of the error.
    pub(crate) outcome: &'a str,
    /// From its arrival to its end; `None` where it was not let through.
    pub(crate) took: Option<Duration>,
    pub(crate) refused: Option<Refuser>,
    pub(crate) cost: Option<Amount>,
    /// It got another call's result.
    pub(crate) cached: bool,
}

/// What a call adds to those that wait, for as long as it does.
#[derive(Debug)]
pub(crate) struct InQueue(Arc<ToolTally>);

impl ToolTally {
    /// A call came in; [`ended`](Self::ended) has to follow.
    pub(crate) fn began(&self, bytes: usize) {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        self.request_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn ended(&self, ended: &Ended<'_>) -> Outcome {
        self.in_flight.fetch_sub(1, Ordering::Relaxed);
        if let Some(took) = ended.took {
            self.durations.add(took);
        }
        if let Some(cost) = ended.cost {
            self.costs.add(cost);
        }
        if ended.cached {
            self.cached.fetch_add(1, Ordering::Relaxed);
        }
        self.refused(ended.outcome, ended.refused)
    }

    /// Counts a call that never came in, too: its headers were enough.
    pub(crate) fn refused(&self, outcome: &str, by: Option<Refuser>) -> Outcome {
        if let Some(by) = by {
            self.refusals.add(by);
        }
        self.outcomes.add(outcome)
    }

    /// Its answer goes out.
    pub(crate) fn answered(&self, bytes: usize) {
        self.response_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// A call waits for its turn until this is dropped.
    pub(crate) fn queue(self: &Arc<Self>) -> InQueue {
        self.queued.fetch_add(1, Ordering::Relaxed);
        InQueue(Arc::clone(self))
    }

    pub(crate) fn outcomes(&self) -> Vec<(String, u64)> {
        self.outcomes.read()
    }

    pub(crate) fn outcome(&self, outcome: Outcome) -> String {
        self.outcomes.name(outcome)
    }

    pub(crate) fn durations(&self) -> Durations {
        self.durations.read()
    }

    pub(crate) fn costs(&self) -> Vec<(Option<char>, f64)> {
        self.costs.read()
    }

    pub(crate) fn in_flight(&self) -> u64 {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(crate) fn queued(&self) -> u64 {
        self.queued.load(Ordering::Relaxed)
    }

    pub(crate) fn cached(&self) -> u64 {
        self.cached.load(Ordering::Relaxed)
    }

    pub(crate) fn request_bytes(&self) -> u64 {
        self.request_bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn response_bytes(&self) -> u64 {
        self.response_bytes.load(Ordering::Relaxed)
    }
}

impl Drop for InQueue {
    fn drop(&mut self) {
        self.0.queued.fetch_sub(1, Ordering::Relaxed);
    }
}
