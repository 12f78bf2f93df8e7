use serde_json::{Value, json};

use crate::harness::everywhere;

#[test]
fn a_crash_is_one_failed_call_and_says_nothing() {
    everywhere(|connection| {
        for kind in ["panic", "task", "index"] {
            let answer = connection.call("crash", json!({ "kind": kind }));
            let error = answer.error("INTERNAL");
            assert_eq!(error["retryable"], false, "{error}");
            let text = answer.response.to_string();
            for secret in ["hunter2", "panic", "index", ".rs"] {
                assert!(!text.contains(secret), "{text}");
            }
            connection.call("add", json!({"a": 1, "b": 2})).text();
        }
    });
}

/// The members that differ, as they have to be.
fn expected(kind: &str) -> Value {
    match kind {
        "plain" => json!({
            "error": "NOT_FOUND", "message": "there is nothing called \"it\"", "retryable": false,
            "action": "Look for something other than \"it\".",
        }),
        "retryable" => json!({
            "error": "BUSY", "message": "the service is busy", "retryable": true,
            "action": "Repeat the call.",
        }),
        "retry_after" => json!({
            "error": "RESTING", "message": "the service rests", "retryable": true,
            "retryAfter": 1.5,
        }),
        "retry_field" => json!({
            "error": "RESTING", "message": "the service rests for as long as it says",
            "retryable": true, "retryAfter": 2.5,
        }),
        "details" => json!({
            "error": "TOO_MANY", "message": "7 is more than 3", "retryable": false,
            "action": "Ask for 3 at most.", "details": {"asked": 7, "most": 3},
        }),
        "transparent" => json!({
            "error": "INNER", "message": "an error of its own", "retryable": false,
            "action": "Ask the inner one.",
        }),
        "built" => json!({
            "error": "BUILT", "message": "built on the spot", "retryable": false,
            "action": "Build something else.", "details": {"by": "hand"},
        }),
        private => panic!("{private} shows nothing of itself"),
    }
}

#[test]
fn an_error_says_what_its_form_says() {
    everywhere(|connection| {
        for kind in
            ["plain", "retryable", "retry_after", "retry_field", "details", "transparent", "built"]
        {
            let expected = expected(kind);
            let answer = connection.call("fail", json!({ "kind": kind }));
            let mut error = answer.error(expected["error"].as_str().expect("a code"));
            assert_eq!(error["tool"], "fail");
            let members = error.as_object_mut().expect("an object");
            members.retain(|name, _| !matches!(name.as_str(), "tool" | "requestId"));
            assert_eq!(error, expected);
        }
    });
}

#[test]
fn a_private_error_stays_inside() {
    everywhere(|connection| {
        for kind in ["private", "internal"] {
            let answer = connection.call("fail", json!({ "kind": kind }));
            let error = answer.error("INTERNAL");
            assert!(error["action"].as_str().is_some_and(|text| text.contains("requestId")));
            assert!(!answer.response.to_string().contains("hunter2"), "{answer:?}");
        }
    });
}
