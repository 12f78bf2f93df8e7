use serde_json::json;

use crate::harness::everywhere;

#[test]
fn the_last_byte_that_fits_gets_through() {
    everywhere(|connection| {
        assert_eq!(connection.call("flood", json!({"bytes": 64_000})).text().len(), 64_000);
        for bytes in [64_001, 16_000_000] {
            let answer = connection.call("flood", json!({"bytes": bytes}));
            let error = answer.error("OUTPUT_TOO_LARGE");
            assert_eq!(error["details"], json!({"bytes": bytes, "limit": 64_000}), "{error}");
            assert!(error["action"].as_str().is_some_and(|text| text.contains("less")), "{error}");
            assert_eq!(error["retryable"], false, "{error}");
        }
        assert_eq!(connection.call("flood", json!({"bytes": 1})).text(), "x");
    });
}
