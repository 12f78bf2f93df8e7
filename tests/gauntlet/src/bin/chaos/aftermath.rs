use serde_json::{Value, json};

use crate::plan::Call;
use crate::tally::{Counts, Tally};

type Codes = &'static [&'static str];

/// How often a tool is called at once, and how often that must succeed: what
/// the server gave out during the storm is all back.
const LIMITS: [(&str, u64, u64, Codes); 4] = [
    ("limited", 6, 5, &["OK", "RATE_LIMITED"]),
    ("paired", 4, 3, &["OK", "RATE_LIMITED"]),
    ("per_account", 3, 2, &["OK", "RATE_LIMITED"]),
    ("one_at_a_time", 3, 2, &["OK", "OVERLOADED"]),
];

/// Calls each limited tool just beyond its limit.
pub(crate) fn check(tally: &Tally, mut run: impl FnMut(Vec<Call>)) {
    for (tool, calls, pass, codes) in LIMITS {
        let before = passed(&tally.counts(), tool);
        run((0..calls).map(|_| Call::new(tool, arguments(tool), codes)).collect());
        let passed = passed(&tally.counts(), tool) - before;
        if passed != pass {
            tally.complain(format!("{tool} after the storm: {passed} pass, not {pass}"));
        }
    }
    run(vec![Call::new("flaky", json!({"ok": true}), &["OK"])]);
    run(vec![Call::new("priced", json!({}), &["BUDGET_EXCEEDED"])]);
}

fn passed(counts: &Counts, tool: &str) -> u64 {
    counts.get(&(tool.to_owned(), "OK".to_owned())).copied().unwrap_or(0)
}

fn arguments(tool: &str) -> Value {
    match tool {
        "per_account" => json!({"account": "1"}),
        "one_at_a_time" => json!({"ms": 300}),
        _ => json!({}),
    }
}
