use std::time::Duration;

use serde_json::json;

use crate::harness::{everywhere, timed};

#[test]
fn a_call_ends_at_its_deadline_even_where_its_thread_does_not() {
    everywhere(|connection| {
        for tool in ["nap", "pinned"] {
            connection.call(tool, json!({"ms": 0})).text();
            let (answer, took) = timed(|| connection.call(tool, json!({"ms": 10_000})));
            let error = answer.error("TIMEOUT");
            assert!(
                took >= Duration::from_millis(300) && took < Duration::from_secs(9),
                "{took:?}"
            );
            // Neither says that it may be repeated.
            assert_eq!(error["retryable"], false, "{error}");
            assert!(error.get("retryAfter").is_none(), "{error}");
            assert!(error["message"].as_str().is_some_and(|text| text.contains("300 ms")));
            let action = error["action"].as_str().unwrap_or_default();
            assert!(action.contains("Check the outcome"), "{error}");
            connection.call(tool, json!({"ms": 0})).text();
        }
    });
}
