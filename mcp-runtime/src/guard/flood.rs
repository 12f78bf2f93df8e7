use std::sync::Arc;
use std::time::Duration;

use crate::error::{CallError, code};
use crate::handler::{Caller, Environment, RateDef};
use crate::limit::{History, Keyed, Limit, Rule, Ticks};

/// The limit on all requests of one caller, kept before a request is looked
/// at any further: what protects the server itself.
#[derive(Debug)]
pub(crate) struct FloodGuard {
    settings: RateDef,
    rule: Rule,
    keyed: Arc<Keyed<History>>,
}

/// Callers that it has room for.
const KEYS: usize = 65_536;

impl FloodGuard {
    pub(super) fn new(settings: RateDef, before: Option<&Self>) -> Self {
        let window = u64::try_from(settings.window.as_nanos()).unwrap_or(Ticks::MAX);
        let keyed =
            before.map_or_else(|| Arc::new(Keyed::new(KEYS)), |guard| Arc::clone(&guard.keyed));
        Self { settings, rule: Rule::new(&[Limit { calls: settings.calls, window }]), keyed }
    }

    /// Counts a request, or says why it is refused.
    pub(crate) fn admit(
        &self,
        environment: &Environment,
        caller: &Caller,
    ) -> Result<(), CallError> {
        let now = environment.ticks();
        let key = environment.keys.key(caller);
        let mut history = self.keyed.get(key, now, |history| history.expires(&self.rule));
        let Some((wait, _)) = history.wait(&self.rule, now) else {
            history.admit(&self.rule, now);
            return Ok(());
        };
        let RateDef { calls, window, .. } = self.settings;
        Err(CallError::new(
            code::RATE_LIMITED,
            format!(
                "the limit of {calls} requests of one caller in {} is reached",
                super::human(window)
            ),
        )
        .retry_after(Duration::from_nanos(wait))
        .action(
            "Wait retryAfter seconds before the next request; stop whatever sends them in a loop.",
        ))
    }
}
