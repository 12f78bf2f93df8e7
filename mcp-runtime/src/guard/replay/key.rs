use std::sync::Arc;
use std::time::Duration;

use super::Kept;
use super::store::{Bounds, Lead, Look, Store};
use crate::error::{CallError, Ending, code};
use crate::guard::ask::Asking;
use crate::guard::canonical::Canonical;
use crate::handler::CacheDef;
use crate::limit::{Key, Ticks};

/// `cache`: the results of a tool that only reads.
#[derive(Debug, Clone)]
pub(in crate::guard) struct CacheGuard {
    settings: CacheDef,
    store: Arc<Store>,
}

/// `idempotent`: what became of calls that carried a key.
#[derive(Debug, Clone)]
pub(in crate::guard) struct IdempotencyGuard {
    ttl: Duration,
    store: Arc<Store>,
}

/// Where a call's outcome belongs.
#[derive(Debug, Clone)]
pub(in crate::guard) struct Ticket {
    store: Arc<Store>,
    key: Key,
    fingerprint: Option<Key>,
    ttl: Duration,
    /// Whether final failures are given out again as well.
    failures: bool,
}

impl CacheGuard {
    pub(in crate::guard) fn new(settings: CacheDef) -> Self {
        let store = Store::new(Bounds { results: 4_096, bytes: 16 << 20, keys: 4_096 });
        Self { settings, store: Arc::new(store) }
    }

    pub(in crate::guard) fn settings(&self) -> CacheDef {
        self.settings
    }

    /// The same arguments of the same caller, or of anybody.
    pub(in crate::guard) fn ticket(&self, asking: &Asking<'_>) -> Ticket {
        let keys = &asking.ctx.environment().keys;
        let caller = (!self.settings.public).then(|| asking.ctx.caller());
        Ticket {
            store: Arc::clone(&self.store),
            key: keys.key((caller, arguments(asking))),
            fingerprint: None,
            ttl: self.settings.ttl,
            failures: false,
        }
    }
}

impl IdempotencyGuard {
    pub(in crate::guard) fn new(ttl: Duration) -> Self {
        let store = Store::new(Bounds { results: 4_096, bytes: 16 << 20, keys: 65_536 });
        Self { ttl, store: Arc::new(store) }
    }

    pub(in crate::guard) fn ttl(&self) -> Duration {
        self.ttl
    }

    /// `None` where the call carries no key.
    pub(in crate::guard) fn ticket(
        &self,
        asking: &Asking<'_>,
    ) -> Result<Option<Ticket>, CallError> {
        let Some(name) = asking.ctx.idempotency_key()? else { return Ok(None) };
        let keys = &asking.ctx.environment().keys;
        Ok(Some(Ticket {
            store: Arc::clone(&self.store),
            key: keys.key((asking.ctx.caller(), name)),
            fingerprint: Some(keys.key(arguments(asking))),
            ttl: self.ttl,
            failures: true,
        }))
    }
}

impl Ticket {
    /// Whether its result is for all who ask the same, and not for repetitions
    /// of one call.
    pub(in crate::guard) fn is_shared(&self) -> bool {
        !self.failures
    }

    pub(in crate::guard) fn look(&self, now: Ticks) -> Result<Look, CallError> {
        self.store.look(self.key, self.fingerprint, now).ok_or_else(|| {
            CallError::new(
                code::INVALID_INPUT,
                "this idempotency key was used for a call with other arguments",
            )
            .action("Use a new key for a new call; use the same key only to repeat one unchanged.")
        })
    }

    /// Hands a call's outcome to those who wait for it, and keeps it where it
    /// is final.
    pub(in crate::guard) fn ended(&self, lead: Lead, kept: Kept, now: Ticks) {
        let is_final = match &kept {
            Kept::Output(_) | Kept::Gone => true,
            // A failure whose outcome is open may be tried again.
            Kept::Error(parts) => {
                let report = &parts.0;
                self.failures && !report.retryable && report.ending == Ending::Told
            }
        };
        let ttl = u64::try_from(self.ttl.as_nanos()).unwrap_or(u64::MAX);
        lead.ended(kept, is_final.then(|| now.saturating_add(ttl)));
    }
}

fn arguments<'a>(asking: &Asking<'a>) -> Canonical<'a> {
    Canonical(asking.arguments.unwrap_or("{}"))
}
