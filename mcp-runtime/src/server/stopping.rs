use std::sync::Arc;

use super::Supervisor;
use crate::dispatch::App;
use crate::error::{Error, Result};
use crate::health::Health;
use crate::transport::{Stop, Stopper};

/// The way of a server to its end, the same on every transport: not ready,
/// nothing new, nothing waited for.
pub(super) struct Stopping {
    pub(super) app: Arc<App>,
    pub(super) health: Arc<Health>,
    pub(super) stopper: Stopper,
}

impl Stopping {
    /// Nothing new is to come: balancers and the supervisor are told so, once.
    pub(super) fn begin(&self) {
        if self.health.drain() {
            Supervisor::stopping();
        }
    }

    /// Completes once calls are not waited for any more. The stopper lives
    /// on, because transports listen to it.
    pub(super) async fn run(&self) {
        let (clock, limits) = (&self.app.environment.clock, self.app.limits);
        self.begin();
        if !limits.shutdown_delay.is_zero() {
            tracing::info!(delay = ?limits.shutdown_delay, "not ready any more; new calls still run");
            clock.sleep(limits.shutdown_delay).await;
        }
        self.stopper.drain();
        // From here on no request comes in, and no answer to a task.
        self.app.tasks.take_no_answers();
        clock.sleep(limits.drain).await;
        self.stopper.end();
        self.app.tasks.close();
    }
}

/// Ends the tasks of a server whose only client is served no more.
pub(super) async fn settle(app: &App, stop: &mut Stop) {
    if stop.is_draining() {
        // What they do may matter to others than that client.
        tokio::select! {
            () = app.tasks.idle() => {}
            () = stop.ended() => app.tasks.close(),
        }
    } else {
        // It left by itself, and nobody else can ask for them.
        app.tasks.abandon();
    }
    app.tasks.idle().await;
}

/// What the server's end amounts to.
pub(super) fn ended(app: &App) -> Result<()> {
    match app.cut_off() {
        0 => Ok(()),
        calls => {
            tracing::warn!(calls, "calls were cut off: they had not ended when the drain had");
            Err(Error::CutOff { calls })
        }
    }
}
