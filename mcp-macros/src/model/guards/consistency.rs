//! Guards that contradict each other, or the function.

use crate::diagnostics::Errors;
use crate::literal::limit::Limit;
use crate::parse::Written;
use crate::parse::guards_attr::GuardsAttr;

/// Reports what cannot all be meant.
pub(super) fn check(attr: &GuardsAttr, read_only: bool, errors: &mut Errors) {
    check_windows(&attr.rates, errors);
    check_concurrency(attr, errors);
    check_spending(attr, errors);
    if let (Some(cache), false) = (&attr.cache, read_only) {
        errors.on(
            &cache.key,
            "only a tool that changes nothing can answer from a cache; add `read_only`, or remove \
             `cache`",
        );
    }
}

/// Of two limits on one window the lower one holds, so the other is a slip. Different windows may
/// make each other superfluous: an operator may change one of them.
fn check_windows(rates: &[Written<Limit<u32>>], errors: &mut Errors) {
    for (index, rate) in rates.iter().enumerate() {
        let same = |earlier: &&Written<Limit<u32>>| {
            earlier.value.window_ms == rate.value.window_ms && earlier.value.per == rate.value.per
        };
        if let Some(earlier) = rates[..index].iter().find(same) {
            errors.on(
                &rate.tokens,
                format!("{} limits the same window already; remove one", earlier.tokens),
            );
        }
    }
}

fn check_concurrency(attr: &GuardsAttr, errors: &mut Errors) {
    if let Some(concurrency) = attr.concurrency.as_ref().filter(|calls| calls.value == 0) {
        errors.on(&concurrency.tokens, "`concurrency = 0` lets no call run; write at least 1");
    }
    let keys = [
        attr.queue.as_ref().map(|queue| &queue.key),
        attr.queue_timeout.as_ref().map(|timeout| &timeout.key),
    ];
    if !attr.has_concurrency {
        for key in keys.into_iter().flatten() {
            errors.on(
                key,
                format!(
                    "calls queue only where `concurrency` limits how many run; add \
                     `concurrency = 4`, or remove `{key}`"
                ),
            );
        }
    } else if let (Some(queue), Some(timeout)) = (&attr.queue, &attr.queue_timeout)
        && queue.written.value == 0
    {
        errors.on(
            &timeout.key,
            "no call waits in a queue of 0; remove `queue_timeout`, or give the queue room",
        );
    }
}

fn check_spending(attr: &GuardsAttr, errors: &mut Errors) {
    let (Some(cost), Some(budget)) = (&attr.cost, &attr.budget) else {
        return;
    };
    let most = budget.value.most;
    if cost.value.unit != most.unit {
        errors.on(
            &cost.tokens,
            format!(
                "a budget in {} cannot pay a cost in {}; write both in one unit",
                unit(&most),
                unit(&cost.value)
            ),
        );
    } else if cost.value.nanos > most.nanos {
        errors.on(
            &cost.tokens,
            format!(
                "one call costs more than the whole budget of {most}, so none could run; lower \
                 `cost` or raise `budget`"
            ),
        );
    }
}

fn unit(cost: &mcp_literals::Cost) -> String {
    cost.unit.map_or_else(|| "plain units".to_owned(), |sign| format!("`{sign}`"))
}
