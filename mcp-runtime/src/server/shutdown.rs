use std::time::Duration;

use super::stopping::{self, Stopping};

/// Ends what an endpoint in an axum application of your own holds open.
///
/// Made by [`Server::into_router`](crate::Server::into_router). An
/// application that stops waits for its open requests, and the streams of
/// older clients do not end by themselves before it is told. Dropped unused,
/// it changes nothing.
#[must_use = "without `begin` an application waits for open streams when it stops"]
pub struct Shutdown {
    pub(super) stopping: Stopping,
}

impl Shutdown {
    /// Begins to drain, and returns at once: streams without a request end
    /// now, calls may finish within `ServerBuilder::drain`, the rest is then
    /// answered with `SHUTTING_DOWN`. With `ServerBuilder::shutdown_delay` all
    /// of that begins later, and `/readyz` says at once that it will. Call it
    /// where the application is told to stop; it then waits for the answers by
    /// itself.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn begin(self) {
        let Self { stopping } = self;
        tokio::spawn(async move {
            stopping.run().await;
            // For its line in the log, once the answers are out; how the
            // process ends is the application's.
            stopping.app.environment.clock.sleep(Duration::from_secs(1)).await;
            let _ = stopping::ended(&stopping.app);
        });
    }
}
