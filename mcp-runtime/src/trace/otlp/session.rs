use std::sync::Arc;
use std::time::Instant;

use opentelemetry::KeyValue;

use super::{Telemetry, conventions};
use crate::clock::Clock;
use crate::protocol::ProtocolVersion;

/// Measures the session of one connection, from its `initialize` to its end.
/// Over HTTP nobody knows when a session ends, and there is no such measure.
pub(crate) struct SessionTime {
    telemetry: Option<Arc<Telemetry>>,
    clock: Clock,
    opened: Option<(Instant, ProtocolVersion)>,
}

impl SessionTime {
    pub(crate) fn new(telemetry: Option<&Arc<Telemetry>>, clock: &Clock) -> Self {
        Self { telemetry: telemetry.map(Arc::clone), clock: clock.clone(), opened: None }
    }

    /// A revision was agreed on; only the first time counts.
    pub(crate) fn opened(&mut self, version: ProtocolVersion) {
        if self.telemetry.is_some() && self.opened.is_none() {
            self.opened = Some((self.clock.now(), version));
        }
    }
}

impl Drop for SessionTime {
    fn drop(&mut self) {
        if let Some((since, version)) = self.opened
            && let Some(telemetry) = &self.telemetry
            && let Some(metrics) = &telemetry.metrics
        {
            let took = self.clock.now().saturating_duration_since(since);
            let version = KeyValue::new(conventions::VERSION, version.as_str());
            metrics.sessions.record(took.as_secs_f64(), &[version]);
        }
    }
}
