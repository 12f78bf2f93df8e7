use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::error::{CallError, Ending, code};
use crate::handler::{BreakerDef, Context};
use crate::limit::{Breaker, Permit, Phase, Ticks, Verdict};
use crate::usage::Kind;

/// The circuit breaker of one target.
#[derive(Debug)]
pub(super) struct BreakerGuard {
    settings: BreakerDef,
    breaker: Mutex<Breaker>,
}

/// A call behind the breaker. Dropping it without an outcome says that its
/// caller gave it up.
pub(super) struct Watched {
    guard: Arc<BreakerGuard>,
    ctx: Context,
    permit: Option<Permit>,
}

impl BreakerGuard {
    pub(super) fn new(settings: BreakerDef) -> Self {
        let window = u64::try_from(settings.window.as_nanos()).unwrap_or(u64::MAX);
        Self { settings, breaker: Mutex::new(Breaker::new(settings.failures, window)) }
    }

    pub(super) fn settings(&self) -> BreakerDef {
        self.settings
    }

    pub(super) fn admit(self: &Arc<Self>, ctx: &Context) -> Result<Watched, CallError> {
        let admitted = self.lock().admit(ctx.environment().ticks());
        match admitted {
            Ok(permit) => {
                Ok(Watched { guard: Arc::clone(self), ctx: ctx.clone(), permit: Some(permit) })
            }
            Err(wait) => Err(self.open(wait, ctx.kind())),
        }
    }

    pub(super) fn phase(&self, now: Ticks) -> Phase {
        self.lock().phase(now)
    }

    fn open(&self, wait: Ticks, kind: Kind) -> CallError {
        let BreakerDef { failures, window } = self.settings;
        CallError::new(
            code::CIRCUIT_OPEN,
            format!(
                "the {kind} failed {failures} times within {} and is not called for a while",
                super::human(window)
            ),
        )
        .retry_after(Duration::from_nanos(wait))
        .action("Go on without it, or wait retryAfter seconds before you try it again.")
    }

    fn lock(&self) -> MutexGuard<'_, Breaker> {
        // Valid after every statement.
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Watched {
    /// Whether the breaker opened or closed since the call was let through.
    pub(super) fn is_outdated(&self) -> bool {
        self.permit.is_none_or(|permit| !self.guard.lock().is_current(permit))
    }

    /// Only failures that may pass count: an argument that the tool does not
    /// like says nothing about the service behind it.
    pub(super) fn ended(mut self, error: Option<&CallError>) {
        let verdict = match error {
            None => Verdict::Alive,
            Some(error) => match error.ending() {
                Ending::NotStarted => Verdict::Unknown,
                Ending::TimedOut => Verdict::Failing,
                _ if error.is_retryable() => Verdict::Failing,
                _ => Verdict::Alive,
            },
        };
        self.record(verdict);
    }

    fn record(&mut self, verdict: Verdict) {
        let Some(permit) = self.permit.take() else { return };
        let (was, is) = {
            let mut breaker = self.guard.lock();
            let was = breaker.is_open();
            breaker.record(permit, verdict, self.ctx.environment().ticks());
            (was, breaker.is_open())
        };
        if !was && is {
            let BreakerDef { failures, window } = self.guard.settings;
            tracing::warn!(name = self.ctx.name(), failures, ?window, "a circuit breaker opened");
        } else if was && !is {
            tracing::info!(name = self.ctx.name(), "a circuit breaker closed");
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.record(Verdict::Unknown);
    }
}
