use serde_json::json;

use crate::harness::everywhere;

#[test]
fn nothing_is_sold_that_is_not_paid_for() {
    everywhere(|connection| {
        for _ in 0..4 {
            assert_eq!(connection.call("priced", json!({})).text(), "paid");
        }
        for _ in 0..2 {
            let error = connection.call("priced", json!({})).refusal("BUDGET_EXCEEDED");
            assert_eq!(error["details"]["budget"], "$2", "{error}");
            // The first of them leaves the window after a day, or a bucket later.
            let wait = error["retryAfter"].as_f64().unwrap_or_default();
            assert!((86_000.0..87_100.0).contains(&wait), "{error}");
        }
        connection.call("add", json!({"a": 1, "b": 2})).text();
    });
}
