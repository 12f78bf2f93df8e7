//! Traces and metrics for a collector.

#[cfg(feature = "otlp")]
use super::ServerBuilder;
#[cfg(feature = "otlp")]
use crate::trace::otlp::{self, Telemetry};

/// Who hears of the program's own spans.
#[cfg(feature = "log")]
pub(crate) fn spans() -> Option<crate::log::Listener> {
    #[cfg(feature = "otlp")]
    return otlp::layer().map(tracing_subscriber::Layer::boxed);
    #[cfg(not(feature = "otlp"))]
    None
}

#[cfg(feature = "otlp")]
impl ServerBuilder {
    /// Sends traces and metrics where the environment names a collector.
    pub(crate) fn with_telemetry(mut self) -> Self {
        let Self { description, problems, .. } = &mut self;
        let problem = |text: String| problems.add(text);
        self.telemetry = Telemetry::start(&description.name, &description.version, problem);
        self
    }
}
