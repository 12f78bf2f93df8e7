//! What operators see of a server: numbers for a scraper, and the state of
//! things for a page.
//!
//! Everything is read when somebody asks; nothing here is on the way of a call.

mod metrics;
mod process;
mod status;
mod text;
mod traffic;
mod vitals;

pub(crate) use traffic::Traffic;
pub(crate) use vitals::{CheckReading, CheckStatus, Reading, Vitals};

use std::sync::{Arc, OnceLock};
use std::time::{Instant, SystemTime};

use crate::dispatch::App;

/// The media type of [`Observatory::metrics`].
pub(crate) const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The place to look at a server from.
pub(crate) struct Observatory {
    app: Arc<App>,
    vitals: OnceLock<Arc<dyn Vitals>>,
    /// What the HTTP transport counts.
    pub(crate) traffic: Traffic,
    started: (Instant, SystemTime),
}

impl Observatory {
    pub(crate) fn new(app: Arc<App>) -> Self {
        let clock = &app.environment.clock;
        let started = (clock.now(), clock.wall());
        Self { app, vitals: OnceLock::new(), traffic: Traffic::default(), started }
    }

    /// Whoever knows whether the server lives and is ready.
    pub(crate) fn attach(&self, vitals: Arc<dyn Vitals>) {
        let _ = self.vitals.set(vitals);
    }

    /// Somebody can look from now on: the last calls are kept.
    pub(crate) fn watch(&self) {
        self.app.record.recent.watch();
    }

    fn reading(&self) -> Option<Reading> {
        self.vitals.get().map(|vitals| vitals.reading())
    }
}

#[cfg(test)]
mod tests;
