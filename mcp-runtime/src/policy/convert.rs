//! Between the literals, which borrow the operator's text, and the guards'
//! own types, which outlive it.

use std::borrow::Cow;
use std::time::Duration;

use mcp_literals::{Breaker, Budget, Cache, Cost, Per, Rate, duration, nearest};

use serde_json::Value as Json;

use super::layer::Section;
use crate::auth::Rule;
use crate::handler::{BreakerDef, BudgetDef, CacheDef, PerDef, RateDef, interned};
use crate::usage::Amount;

pub(super) fn rate(rate: Rate<'_>, section: Section<'_>) -> Result<RateDef, String> {
    Ok(RateDef::new(rate.count, rate.window_ms, per(rate.per, section)?))
}

pub(super) fn budget(budget: Budget<'_>, section: Section<'_>) -> Result<BudgetDef, String> {
    Ok(BudgetDef::new(cost(budget.most), budget.window_ms, per(budget.per, section)?))
}

pub(super) fn cost(cost: Cost) -> Amount {
    Amount::new(cost.nanos, cost.unit)
}

/// Finds the argument that a limit counts by among those of the tool.
fn per(per: Per<'_>, section: Section<'_>) -> Result<PerDef, String> {
    let name = match per {
        Per::Caller => return Ok(PerDef::Caller),
        Per::Server => return Ok(PerDef::Server),
        Per::Argument(name) => name,
    };
    let Section::Handler(handler) = section else {
        return Err(format!(
            "only a function has arguments: write `per argument {name}` under [tools.NAME]"
        ));
    };
    let arguments = handler.arguments.iter().map(AsRef::as_ref);
    if let Some(known) = handler.arguments.iter().find(|known| *known == name) {
        return match known {
            Cow::Borrowed(known) => Ok(PerDef::Argument(known)),
            Cow::Owned(known) => interned(known)
                .map(PerDef::Argument)
                .ok_or_else(|| "limits know too many names of arguments already".to_owned()),
        };
    }
    let remedy = match nearest(name, arguments) {
        Some(near) => format!("; did you mean `{near}`?"),
        None if handler.arguments.is_empty() => ": it takes none".to_owned(),
        None => format!("; it takes {}", handler.arguments.join(", ")),
    };
    Err(format!("the {} `{}` has no argument `{name}`{remedy}", handler.kind, handler.name))
}

pub(super) fn literal_rate(rate: &RateDef) -> Rate<'static> {
    Rate { count: rate.calls, window_ms: millis(rate.window), per: literal_per(rate.per) }
}

pub(super) fn literal_budget(budget: &BudgetDef) -> Budget<'static> {
    Budget {
        most: literal_cost(budget.amount),
        window_ms: millis(budget.window),
        per: literal_per(budget.per),
    }
}

pub(super) fn literal_cost(cost: Amount) -> Cost {
    Cost { nanos: cost.nanos(), unit: cost.unit() }
}

pub(super) fn literal_breaker(breaker: BreakerDef) -> Breaker {
    Breaker { failures: breaker.failures, window_ms: millis(breaker.window) }
}

pub(super) fn literal_cache(cache: CacheDef) -> Cache {
    Cache { ttl_ms: millis(cache.ttl), public: cache.public }
}

fn literal_per(per: PerDef) -> Per<'static> {
    match per {
        PerDef::Caller => Per::Caller,
        PerDef::Server => Per::Server,
        PerDef::Argument(name) => Per::Argument(name),
    }
}

/// What a tool demands of its callers, as the file has it.
pub(super) fn literal_auth(rule: &Rule) -> Json {
    match rule {
        Rule::Server => "off".into(),
        Rule::Public => PUBLIC.into(),
        Rule::Scopes(scopes) => {
            let scopes: Vec<&str> = scopes.iter().collect();
            match scopes.as_slice() {
                [] => true.into(),
                // These words mean something else when they stand alone.
                [scope] if ![PUBLIC, "off"].contains(scope) => (*scope).into(),
                _ => scopes.into(),
            }
        }
    }
}

/// The word for a tool that everybody may use.
pub(super) const PUBLIC: &str = "public";

/// As far as a literal can say it: a program may set finer and longer times.
pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX).clamp(1, duration::LONGEST_MS)
}
