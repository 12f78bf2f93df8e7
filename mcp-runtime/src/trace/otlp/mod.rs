//! Spans and metrics by OpenTelemetry's conventions for MCP, sent over OTLP.
//!
//! What is sent where is said by the `OTEL_*` variables alone. Nothing waits
//! for a collector: spans go into a bounded queue, and threads of their own
//! send them.

mod codes;
mod collector;
mod conventions;
mod incoming;
mod layer;
mod request;
mod session;
mod settings;
mod start;
mod variables;

pub(crate) use conventions::{Labels, Network, method};
pub(crate) use incoming::Incoming;
pub(crate) use layer::layer;
pub(crate) use request::{Details, RequestSpan};
pub(crate) use session::SessionTime;

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::metrics::Histogram;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::{SdkTracer, SdkTracerProvider};

use codes::Codes;

/// How long the end of a server may wait for a collector.
const FAREWELL: Duration = Duration::from_secs(2);

/// Where spans and metrics go.
pub(crate) struct Telemetry {
    spans: Option<(SdkTracer, SdkTracerProvider)>,
    metrics: Option<Metrics>,
    codes: Codes,
}

struct Metrics {
    operations: Histogram<f64>,
    sessions: Histogram<f64>,
    provider: SdkMeterProvider,
}

impl Telemetry {
    /// What the environment asks for; `None` where that is nothing. What
    /// would keep it from being sent becomes a problem.
    pub(crate) fn start(
        name: &str,
        version: &str,
        problem: impl FnMut(String),
    ) -> Option<Arc<Self>> {
        let settings = settings::read(&variables::Variables::of_process(), problem)?;
        start::start(settings, name, version)
    }

    /// Sends what is left, for [`FAREWELL`] at most.
    pub(crate) async fn finish(&self) {
        let (done, finished) = tokio::sync::oneshot::channel();
        let spans = self.spans.as_ref().map(|(_, provider)| provider.clone());
        let metrics = self.metrics.as_ref().map(|metrics| metrics.provider.clone());
        // They block, each for as long as its collector takes.
        let spawned =
            std::thread::Builder::new().name("otlp-farewell".to_owned()).spawn(move || {
                let metrics = std::thread::spawn(move || metrics.map(|all| all.shutdown()));
                let _ = spans.map(|all| all.shutdown_with_timeout(FAREWELL));
                let _ = metrics.join();
                let _ = done.send(());
            });
        if spawned.is_ok() && tokio::time::timeout(FAREWELL, finished).await.is_err() {
            tracing::warn!("the last traces or metrics were not delivered within {FAREWELL:?}");
        }
    }
}
