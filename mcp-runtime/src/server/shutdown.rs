use std::time::Duration;

use crate::clock::Clock;
use crate::transport::Stopper;

/// Ends what an endpoint in an axum application of your own holds open.
///
/// Made by [`Server::into_router`](crate::Server::into_router). An
/// application that stops waits for its open requests, and the streams of
/// older clients do not end by themselves before it is told. Dropped unused,
/// it changes nothing.
#[must_use = "without `begin` an application waits for open streams when it stops"]
pub struct Shutdown {
    pub(super) stopper: Stopper,
    pub(super) clock: Clock,
    pub(super) drain: Duration,
}

impl Shutdown {
    /// Begins to drain, and returns at once: streams without a request end
    /// now, calls may finish within `ServerBuilder::drain`, the rest is then
    /// answered with `SHUTTING_DOWN`. Call it where the application is told
    /// to stop; it then waits for the answers by itself.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn begin(self) {
        let Self { stopper, clock, drain } = self;
        tokio::spawn(async move { stopper.stop(&clock, drain).await });
    }
}
