use std::time::Duration;

use mcp_literals::{Cost, Per, breaker, budget, cache, cost, rate, scope, size};

use serde_json::Value;

use crate::auth::{Rule, Scopes};
use crate::handler::own_guards::OwnGuards;
use crate::handler::{BreakerDef, BudgetDef, CacheDef, PerDef, RateDef, interned, keyed};
use crate::usage::Amount;

/// The guards of a handler that is made at run time, in the words of the
/// attributes. What cannot be read is said when the handler is added.
///
/// ```
/// use std::time::Duration;
///
/// use mcp_runtime::DynamicGuards;
///
/// let guards = DynamicGuards::new().auth(["notes:read"]).rate("60/min").timeout(Duration::from_secs(5));
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "guards guard what they are given to"]
pub struct DynamicGuards {
    guards: OwnGuards,
    /// As written: for whom they count is known with the schema.
    rates: Vec<String>,
    budget: Option<String>,
    problems: Vec<String>,
}

impl DynamicGuards {
    /// None but the server's defaults, and the policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only callers that proved who they are, and were granted these scopes.
    pub fn auth<'a>(mut self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Vec::new();
        for text in scopes {
            match scope::parse(text) {
                Ok(scope) => all.push(scope),
                Err(problem) => self.problems.push(format!("`auth`: {problem}")),
            }
        }
        self.guards.access = Rule::Scopes(all.into_iter().collect::<Scopes>());
        self
    }

    /// Everybody, credential or not.
    pub fn public(mut self) -> Self {
        self.guards.access = Rule::Public;
        self
    }

    /// The longest a call may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if timeout.is_zero() {
            self.problems.push("`timeout` must be longer than zero".to_owned());
        }
        self.guards.timeout = Some(timeout);
        self
    }

    /// `"60/min"`: at most so many calls in any window of that length. May be
    /// said several times.
    pub fn rate(mut self, text: &str) -> Self {
        self.rates.push(text.to_owned());
        self
    }

    /// Calls that run at once, and others that wait for one of them to end.
    pub fn concurrency(mut self, calls: u32, queue: u32) -> Self {
        if calls == 0 {
            self.problems.push("`concurrency` must allow at least one call".to_owned());
        }
        self.guards.concurrency = Some(calls);
        self.guards.queue = Some(queue);
        self
    }

    /// `"$0.002"` or `"3"`: what one call costs.
    pub fn cost(self, text: &str) -> Self {
        self.read("cost", cost::parse(text), |guards, cost| guards.cost = Some(amount(cost)))
    }

    /// `"$5/day"`: what may be spent in any window of that length.
    pub fn budget(mut self, text: &str) -> Self {
        self.budget = Some(text.to_owned());
        self
    }

    /// `"5/30s"`: failures within a time after which no call is let through
    /// for as long.
    pub fn breaker(self, text: &str) -> Self {
        self.read("breaker", breaker::parse(text), |guards, breaker| {
            guards.breaker = Some(BreakerDef::new(breaker.failures, breaker.window_ms));
        })
    }

    /// `"60s"` or `"60s public"`: how long a result answers the same call again,
    /// for its caller or for all.
    pub fn cache(self, text: &str) -> Self {
        self.read("cache", cache::parse(text), |guards, cache| {
            guards.cache = Some(CacheDef::new(cache.ttl_ms, cache.public));
        })
    }

    /// `"64KB"`: the largest result.
    pub fn max_output(self, text: &str) -> Self {
        self.read("max_output", size::parse(text), |guards, bytes| {
            guards.max_output = Some(bytes);
        })
    }

    fn read<T>(
        mut self,
        key: &str,
        read: Result<T, String>,
        set: impl FnOnce(&mut OwnGuards, T),
    ) -> Self {
        match read {
            Ok(value) => set(&mut self.guards, value),
            Err(problem) => self.problems.push(format!("`{key}`: {problem}")),
        }
        self
    }

    /// What the compiler says of attributes that contradict each other.
    pub(super) fn finish(
        self,
        read_only: bool,
        input_schema: &Value,
    ) -> Result<OwnGuards, Vec<String>> {
        let Self { mut guards, rates, budget, mut problems } = self;
        for text in &rates {
            let read = rate::parse(text).and_then(|rate| {
                Ok(RateDef::new(rate.count, rate.window_ms, per(rate.per, input_schema)?))
            });
            match read {
                Ok(rate) => guards.rates.push(rate),
                Err(problem) => problems.push(format!("`rate`: {problem}")),
            }
        }
        if let Some(text) = &budget {
            let read = budget::parse(text).and_then(|budget| {
                let most = amount(budget.most);
                Ok(BudgetDef::new(most, budget.window_ms, per(budget.per, input_schema)?))
            });
            match read {
                Ok(budget) => guards.budget = Some(budget),
                Err(problem) => problems.push(format!("`budget`: {problem}")),
            }
        }
        if guards.cache.is_some() && !read_only {
            problems.push(
                "a kept result would take the place of what the tool does; declare it \
                 `.read_only(true)`, or remove `cache`"
                    .to_owned(),
            );
        }
        if guards.cache.is_some_and(|cache| cache.public)
            && matches!(guards.access, Rule::Scopes(_))
        {
            problems.push(
                "what needs `auth` cannot be kept for all callers; write `cache` without `public`"
                    .to_owned(),
            );
        }
        if let (Some(cost), Some(budget)) = (guards.cost, guards.budget)
            && cost.unit() != budget.amount.unit()
        {
            problems.push("`cost` and `budget` are in two units; write both in one".to_owned());
        }
        if problems.is_empty() { Ok(guards) } else { Err(problems) }
    }
}

fn amount(Cost { nanos, unit }: Cost) -> Amount {
    Amount::new(nanos, unit)
}

fn per(per: Per<'_>, input_schema: &Value) -> Result<PerDef, String> {
    match per {
        Per::Caller => Ok(PerDef::Caller),
        Per::Server => Ok(PerDef::Server),
        Per::Argument(name) => {
            keyed::counts(name, input_schema)?;
            interned(name)
                .map(PerDef::Argument)
                .ok_or_else(|| "limits know too many names of arguments already".to_owned())
        }
    }
}
