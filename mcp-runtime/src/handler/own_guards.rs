use std::time::Duration;

use super::{BreakerDef, BudgetDef, CacheDef, CheckFn, Guards, RateDef};
use crate::auth::Rule;
use crate::usage::Amount;

/// The guards of a handler, whoever wrote them; absent ones cost nothing at
/// run time.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnGuards {
    pub(crate) access: Rule,
    pub(crate) timeout: Option<Duration>,
    pub(crate) rates: Vec<RateDef>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) queue: Option<u32>,
    pub(crate) queue_timeout: Option<Duration>,
    pub(crate) cost: Option<Amount>,
    pub(crate) budget: Option<BudgetDef>,
    pub(crate) breaker: Option<BreakerDef>,
    pub(crate) cache: Option<CacheDef>,
    pub(crate) max_output: Option<u64>,
    pub(crate) checks: &'static [CheckFn],
}

impl From<Guards> for OwnGuards {
    fn from(guards: Guards) -> Self {
        Self {
            access: guards.access.into(),
            timeout: guards.timeout,
            rates: guards.rates.to_vec(),
            concurrency: guards.concurrency,
            queue: guards.queue,
            queue_timeout: guards.queue_timeout,
            cost: guards.cost,
            budget: guards.budget,
            breaker: guards.breaker,
            cache: guards.cache,
            max_output: guards.max_output,
            checks: guards.checks,
        }
    }
}
