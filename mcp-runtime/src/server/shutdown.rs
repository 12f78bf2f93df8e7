use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::stopping::{self, Stopping};
use crate::error::Result;
use crate::transport::Stop;
use crate::transport::http::Endpoint;

/// Ends what an endpoint in an axum application of your own holds open.
///
/// Made by [`Server::into_router`](crate::Server::into_router). An
/// application that stops waits for its open requests, and the streams of
/// older clients do not end by themselves before it is told. For what runs
/// without a request it does not wait: [`ended`](Self::ended) does. Dropped
/// unused, it changes nothing.
#[must_use = "without `begin` an application waits for open streams when it stops"]
#[derive(Clone)]
pub struct Shutdown(Arc<Inner>);

struct Inner {
    stopping: Stopping,
    stop: Stop,
    endpoint: Arc<Endpoint>,
    begun: AtomicBool,
    /// Somebody is told how it ended.
    awaited: AtomicBool,
}

impl Shutdown {
    pub(super) fn new(stopping: Stopping, stop: Stop, endpoint: Arc<Endpoint>) -> Self {
        let (begun, awaited) = (AtomicBool::new(false), AtomicBool::new(false));
        Self(Arc::new(Inner { stopping, stop, endpoint, begun, awaited }))
    }

    /// Begins to drain, and returns at once: streams without a request end
    /// now, calls may finish within `ServerBuilder::drain`, the rest is then
    /// answered with `SHUTTING_DOWN`. With `ServerBuilder::shutdown_delay` all
    /// of that begins later, and `/readyz` says at once that it will. Call it
    /// where the application is told to stop; it then waits for the answers by
    /// itself. A second time changes nothing.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn begin(&self) {
        if self.0.begun.swap(true, Ordering::AcqRel) {
            return;
        }
        let this = Arc::clone(&self.0);
        tokio::spawn(async move {
            let Stopping { app, .. } = &this.stopping;
            this.stopping.run().await;
            // For its line in the log, once the answers are out; how the
            // process ends is the application's.
            app.environment.clock.sleep(LATER).await;
            if !this.awaited.load(Ordering::Acquire) {
                let _ = stopping::ended(app);
            }
        });
    }

    /// Waits for what runs without a request, which is tasks and the calls of
    /// older clients that have left; no longer than the drain lasts. Begins to
    /// drain where nobody has. Await it when the application has served its
    /// last request: what still runs ends with the process.
    ///
    /// # Errors
    /// Where calls were cut off because they did not end in time.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub async fn ended(&self) -> Result<()> {
        self.0.awaited.store(true, Ordering::Release);
        self.begin();
        let Stopping { app, .. } = &self.0.stopping;
        let mut stop = self.0.stop.clone();
        stop.draining().await;
        let finished = async {
            self.0.endpoint.calls.finish().await;
            app.tasks.idle().await;
        };
        let last = async {
            stop.ended().await;
            app.environment.clock.sleep(LATER).await;
        };
        tokio::select! {
            () = finished => {}
            () = last => {}
        }
        stopping::ended(app)
    }
}

/// By then all that was cut off has ended.
const LATER: Duration = Duration::from_secs(1);
