//! Whether the process lives, and whether work should be sent to it.
//!
//! Nothing here knows MCP, HTTP or a supervisor: those who ask come later.
//! Time is read from the clock that the server was given.

mod check;
mod pulse;
mod report;
mod standing;
#[cfg(test)]
mod tests;
mod watch;

pub(crate) use check::Check;
pub use check::{IntoReadiness, ReadinessOptions};
pub(crate) use pulse::Pulse;
pub(crate) use standing::Status;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::time::{Instant, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::watch as channel;

use crate::clock::Clock;
use standing::Standing;

/// What is known of the server's health.
pub(crate) struct Health {
    clock: Clock,
    pulse: Pulse,
    checks: Vec<(Check, Standing)>,
    phase: AtomicU8,
    watched: AtomicBool,
    /// What the server runs on, once it is watched.
    runtime: OnceLock<Handle>,
    key: OnceLock<KeyOrigin>,
    began: (Instant, SystemTime),
    /// Tells observers that something may be different.
    changed: channel::Sender<()>,
}

/// Not ready before, ready while, and not ready after this.
const SERVING: u8 = 1;
const DRAINING: u8 = 2;

/// Where the key that signs sessions of older clients is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyOrigin {
    /// Given by the operator or the program: it outlives the process.
    Configured,
    /// Made up by this process: a restart makes those clients initialize
    /// again, and replicas do not know each other's sessions.
    Random,
}

impl Health {
    pub(crate) fn new(clock: Clock, checks: Vec<Check>) -> Self {
        let now = clock.now();
        Self {
            pulse: Pulse::new(now),
            began: (now, clock.wall()),
            checks: checks.into_iter().map(|check| (check, Standing::default())).collect(),
            phase: AtomicU8::new(0),
            watched: AtomicBool::new(false),
            runtime: OnceLock::new(),
            key: OnceLock::new(),
            changed: channel::Sender::new(()),
            clock,
        }
    }

    /// Clients can reach the server from now on.
    pub(crate) fn serving(&self) {
        let _ = self.phase.compare_exchange(0, SERVING, Ordering::Relaxed, Ordering::Relaxed);
        self.changed.send_replace(());
    }

    /// The server is about to stop; whether that is news.
    pub(crate) fn drain(&self) -> bool {
        let before = self.phase.swap(DRAINING, Ordering::Relaxed);
        self.changed.send_replace(());
        before != DRAINING
    }

    pub(crate) fn signed_with(&self, key: KeyOrigin) {
        let _ = self.key.set(key);
    }

    /// Whether the server's runtime still turns.
    pub(crate) fn is_live(&self) -> bool {
        self.pulse.is_fresh(self.clock.now())
    }

    /// Tasks on the server's runtime that are not over.
    pub(crate) fn alive_tasks(&self) -> Option<usize> {
        self.runtime.get().map(|runtime| runtime.metrics().num_alive_tasks())
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.phase.load(Ordering::Relaxed) == DRAINING
    }

    /// Whether new work should come here.
    pub(crate) fn is_ready(&self) -> bool {
        let now = self.clock.now();
        self.phase.load(Ordering::Relaxed) == SERVING
            && self.pulse.is_fresh(now)
            && self.checks.iter().all(|(_, standing)| standing.is_passing(now))
    }

    /// Completes when what was said may have changed.
    pub(crate) fn changes(&self) -> channel::Receiver<()> {
        self.changed.subscribe()
    }
}
