use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Target;
use super::breaker::BreakerGuard;
use super::budget::BudgetGuard;
use super::concurrency::ConcurrencyGuard;
use super::flood::FloodGuard;
use super::observe::{RecentCall, Record};
use super::rate::RateGuard;
use super::replay::{CacheGuard, IdempotencyGuard};
use super::settings::{Concurrency, ServerSettings, Settings};
use crate::handler::{CheckFn, Environment, HandlerId, PerDef};
use crate::limit::{Phase, Ticks};
use crate::usage::tally::{Recent, ToolTally};
use crate::usage::{Amount, Kind};

/// The guards of one target; what was not asked for is not there.
pub(crate) struct Stack {
    pub(crate) settings: Settings,
    /// The target's.
    pub(crate) id: HandlerId,
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// Whoever may use it cannot for now. A reload of the guards keeps it.
    off: Arc<AtomicBool>,
    pub(crate) tally: Arc<ToolTally>,
    pub(super) recent: Arc<Recent<RecentCall>>,
    pub(super) repeatable: bool,
    /// The HTTP status of calls that the rate refuses: 200 or 429.
    pub(super) rate_limit_status: u16,
    pub(super) rate: Option<RateGuard>,
    pub(super) checks: &'static [CheckFn],
    pub(super) idempotency: Option<IdempotencyGuard>,
    pub(super) cache: Option<CacheGuard>,
    pub(super) budget: Option<Arc<BudgetGuard>>,
    pub(super) breaker: Option<Arc<BreakerGuard>>,
    /// The tool's, then the server's: who waits for the server's already
    /// holds the tool's, and not the other way round.
    pub(super) concurrency: [Option<Arc<ConcurrencyGuard>>; 2],
}

/// The guards that all targets of a server share.
#[derive(Default, Clone)]
pub(crate) struct Shared {
    concurrency: Option<Arc<ConcurrencyGuard>>,
    pub(super) flood: Option<Arc<FloodGuard>>,
    rate_limit_status: u16,
    idempotency_ttl: Duration,
}

impl Shared {
    /// Keeps the permits that are out where the limit is as before.
    pub(crate) fn new(settings: &ServerSettings, before: Option<&Self>) -> Self {
        let known = before.and_then(|before| before.flood.as_deref());
        let flood = settings.flood.map(|flood| Arc::new(FloodGuard::new(flood, known)));
        let known = before.and_then(|before| before.concurrency.as_ref());
        Self {
            concurrency: slots(settings.concurrency, None, known),
            flood,
            rate_limit_status: settings.rate_limit_status,
            idempotency_ttl: settings.idempotency_ttl,
        }
    }
}

impl Stack {
    /// Guards that stay as they were keep what they know.
    pub(crate) fn new(
        target: &dyn Target,
        settings: Settings,
        record: &Record,
        shared: &Shared,
        before: Option<&Self>,
    ) -> Self {
        let breaker = settings.breaker.map(|wanted| {
            let known = before.and_then(|before| before.breaker.as_ref());
            let same = known.filter(|guard| guard.settings() == wanted);
            same.map_or_else(|| Arc::new(BreakerGuard::new(wanted)), Arc::clone)
        });
        let cache = settings.cache.map(|wanted| {
            let known = before.and_then(|before| before.cache.as_ref());
            let same = known.filter(|guard| guard.settings() == wanted);
            same.map_or_else(|| CacheGuard::new(wanted), Clone::clone)
        });
        let idempotency = target.idempotent().then(|| {
            let known = before.and_then(|before| before.idempotency.as_ref());
            let same = known.filter(|guard| guard.ttl() == shared.idempotency_ttl);
            same.map_or_else(|| IdempotencyGuard::new(shared.idempotency_ttl), Clone::clone)
        });
        let budget = settings.budget.map(|wanted| {
            let known = before.and_then(|before| before.budget.as_deref());
            let default = match wanted.per {
                PerDef::Argument(name) => target.default_of(name),
                PerDef::Caller | PerDef::Server => String::new(),
            };
            Arc::new(BudgetGuard::new(wanted, settings.cost, default, known))
        });
        let handler = target.handler();
        let own = before.and_then(|before| before.concurrency[0].as_ref());
        Self {
            id: handler.id,
            kind: handler.kind,
            name: handler.name,
            off: before.map(|before| Arc::clone(&before.off)).unwrap_or_default(),
            tally: before.map(|before| Arc::clone(&before.tally)).unwrap_or_default(),
            recent: Arc::clone(&record.recent),
            repeatable: target.repeatable(),
            rate_limit_status: shared.rate_limit_status,
            rate: RateGuard::new(
                &settings.rates,
                |argument| target.default_of(argument),
                before.and_then(|before| before.rate.as_ref()),
            ),
            checks: target.checks(),
            idempotency,
            cache,
            budget,
            breaker,
            concurrency: [
                slots(settings.concurrency, Some(handler.kind), own),
                shared.concurrency.clone(),
            ],
            settings,
        }
    }
}

impl Stack {
    /// Whether it is there at all, for whoever may use it.
    pub(crate) fn is_on(&self) -> bool {
        self.settings.enabled && !self.off.load(Ordering::Relaxed)
    }

    /// Switches it, where the operator lets it be there; whether that was a
    /// change.
    pub(crate) fn switch(&self, on: bool) -> bool {
        self.off.swap(!on, Ordering::Relaxed) == on
    }

    /// For a completion: who may, how long it takes and how large it gets are
    /// those of a call. It is none, so it spends and counts nothing of theirs.
    pub(crate) fn for_completion(&self) -> Self {
        let Settings { enabled, access, timeout, max_output, .. } = &self.settings;
        Self {
            settings: Settings {
                enabled: *enabled,
                access: access.clone(),
                timeout: *timeout,
                rates: Vec::new(),
                concurrency: None,
                cost: None,
                budget: None,
                breaker: None,
                cache: None,
                max_output: *max_output,
            },
            id: self.id,
            kind: self.kind,
            name: self.name,
            off: Arc::clone(&self.off),
            tally: Arc::default(),
            recent: Arc::clone(&self.recent),
            repeatable: true,
            rate_limit_status: self.rate_limit_status,
            rate: None,
            checks: &[],
            idempotency: None,
            cache: None,
            budget: None,
            breaker: None,
            concurrency: [None, self.concurrency[1].clone()],
        }
    }

    /// What one call costs; nothing, in the budget's unit, where only
    /// `ctx.charge` says it.
    pub(super) fn price(&self) -> Option<Amount> {
        let free = || self.settings.budget.map(|budget| Amount::new(0, budget.amount.unit()));
        self.settings.cost.or_else(free)
    }

    /// Of the breaker, where there is one.
    pub(crate) fn phase(&self, now: Ticks) -> Option<Phase> {
        self.breaker.as_ref().map(|breaker| breaker.phase(now))
    }

    /// What is left of the budget to whoever spent most, where there is one.
    pub(crate) fn budget_left(&self, now: Ticks) -> Option<Amount> {
        self.budget.as_ref().map(|budget| budget.left(now))
    }

    /// Books what was spent before this process began. Callers that cannot be
    /// told any more, and other units, are left out.
    pub(crate) fn restore(
        &self,
        environment: &Environment,
        caller: &str,
        spent: Amount,
        age: Duration,
    ) {
        let Some(budget) = &self.budget else { return };
        let age = u64::try_from(age.as_nanos()).unwrap_or(u64::MAX);
        let at = environment.ticks().saturating_sub(age);
        budget.restore(&environment.keys, caller, spent, at);
    }
}

fn slots(
    wanted: Option<Concurrency>,
    whose: Option<Kind>,
    before: Option<&Arc<ConcurrencyGuard>>,
) -> Option<Arc<ConcurrencyGuard>> {
    let wanted = wanted?;
    let same = before.filter(|guard| guard.settings() == wanted);
    Some(same.map_or_else(|| Arc::new(ConcurrencyGuard::new(wanted, whose)), Arc::clone))
}
