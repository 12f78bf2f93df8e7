use std::time::Duration;

use crate::auth::Rule;
use crate::handler::{BreakerDef, BudgetDef, CacheDef, RateDef};
use crate::usage::Amount;

/// What the guards of one target are to do, whoever said so: its attributes,
/// the server's defaults or the operator's policy.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Settings {
    /// Not offered and not callable where it is off.
    pub(crate) enabled: bool,
    pub(crate) access: Rule,
    pub(crate) timeout: Duration,
    pub(crate) rates: Vec<RateDef>,
    pub(crate) concurrency: Option<Concurrency>,
    pub(crate) cost: Option<Amount>,
    pub(crate) budget: Option<BudgetDef>,
    pub(crate) breaker: Option<BreakerDef>,
    pub(crate) cache: Option<CacheDef>,
    /// In bytes.
    pub(crate) max_output: u64,
}

/// What the guards of the whole server are to do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ServerSettings {
    pub(crate) concurrency: Option<Concurrency>,
    /// Requests of one caller.
    pub(crate) flood: Option<RateDef>,
    /// The HTTP status of calls that a tool's rate refuses: 200 or 429.
    pub(crate) rate_limit_status: u16,
    pub(crate) idempotency_ttl: Duration,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            concurrency: None,
            flood: None,
            rate_limit_status: 200,
            idempotency_ttl: Duration::from_hours(24),
        }
    }
}

/// What holds for tools that do not say it themselves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Defaults {
    pub(crate) timeout: Duration,
    pub(crate) max_output: u64,
    pub(crate) queue_timeout: Duration,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            // Below the 60 s after which common clients give up.
            timeout: Duration::from_secs(30),
            // Below the 10 MiB that common clients take as one line.
            max_output: 8 << 20,
            queue_timeout: Duration::from_secs(5),
        }
    }
}

impl Settings {
    /// What a target's attributes and the server's defaults say.
    #[cfg(test)]
    pub(crate) fn new(guards: &crate::handler::OwnGuards, defaults: &Defaults) -> Self {
        let concurrency = guards.concurrency.map(|calls| Concurrency {
            calls,
            // As many again may wait: a short burst is no overload.
            queue: guards.queue.unwrap_or(calls),
            timeout: guards.queue_timeout.unwrap_or(defaults.queue_timeout),
        });
        Self {
            enabled: true,
            access: guards.access.clone(),
            timeout: guards.timeout.unwrap_or(defaults.timeout),
            rates: guards.rates.clone(),
            concurrency,
            cost: guards.cost,
            budget: guards.budget,
            breaker: guards.breaker,
            cache: guards.cache,
            max_output: guards.max_output.unwrap_or(defaults.max_output),
        }
    }
}

/// How many calls run at once, and how many wait how long for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Concurrency {
    pub(crate) calls: u32,
    pub(crate) queue: u32,
    pub(crate) timeout: Duration,
}
