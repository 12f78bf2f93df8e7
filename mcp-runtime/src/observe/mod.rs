//! What operators see of a server: numbers for a scraper, and the state of
//! things for a page.
//!
//! Everything is read when somebody asks; nothing here is on the way of a call.

mod metrics;
mod process;
mod status;
mod text;
mod traffic;

pub(crate) use traffic::Traffic;

use std::sync::Arc;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::dispatch::App;
use crate::health::Health;

/// The media type of [`Observatory::metrics`].
pub(crate) const METRICS_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The place to look at a server from.
pub(crate) struct Observatory {
    app: Arc<App>,
    health: Arc<Health>,
    /// What the HTTP transport counts.
    pub(crate) traffic: Traffic,
    turn: Semaphore,
}

impl Observatory {
    pub(crate) fn new(app: Arc<App>, health: Arc<Health>) -> Self {
        Self { app, health, traffic: Traffic::default(), turn: Semaphore::new(1) }
    }

    /// For those who read: one at a time, so that scrapers and watchers take up
    /// one thread.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turn.acquire().await.ok()
    }

    /// Somebody can look from now on: the last calls are kept.
    pub(crate) fn watch(&self) {
        self.app.record.recent.watch();
    }
}

#[cfg(test)]
mod tests;
