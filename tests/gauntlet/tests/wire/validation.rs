use serde_json::{Value, json};

use crate::harness::everywhere;

/// Arguments that are all right, but for some.
fn arguments(changes: &Value) -> Value {
    let mut arguments = json!({"n": 1, "code": "ABC", "tags": ["a"], "mode": "fast"});
    for (name, value) in changes.as_object().expect("an object") {
        arguments[name] = value.clone();
    }
    arguments
}

fn pointers(error: &Value) -> Vec<&str> {
    let violations = error["details"]["violations"].as_array().expect("violations");
    violations.iter().filter_map(|violation| violation["pointer"].as_str()).collect()
}

#[test]
fn what_the_schema_allows_gets_through() {
    everywhere(|connection| {
        for (changes, text) in [
            (json!({}), "1 ABC a fast any day"),
            (json!({"n": 10, "mode": "slow", "when": null}), "10 ABC a slow any day"),
            (json!({"n": 3.0, "tags": ["a", "b", "c"]}), "3 ABC a+b+c fast any day"),
            (json!({"when": "2028-02-29"}), "1 ABC a fast 2028-02-29"),
        ] {
            assert_eq!(connection.call("bounded", arguments(&changes)).text(), text);
        }
    });
}

#[test]
fn what_it_does_not_is_named_with_its_place() {
    everywhere(|connection| {
        for (changes, pointer) in [
            (json!({"n": 0}), "/n"),
            (json!({"n": 11}), "/n"),
            (json!({"n": 1.5}), "/n"),
            (json!({"n": "1"}), "/n"),
            (json!({"code": "AB"}), "/code"),
            (json!({"code": "ABCD"}), "/code"),
            (json!({"code": "abc"}), "/code"),
            (json!({"code": "ABC\n"}), "/code"),
            (json!({"tags": []}), "/tags"),
            (json!({"tags": ["a", "b", "c", "d"]}), "/tags"),
            (json!({"tags": ["a", "b", "a"]}), "/tags/2"),
            (json!({"tags": ["a", 1]}), "/tags/1"),
            (json!({"mode": "Fast"}), "/mode"),
            (json!({"mode": null}), "/mode"),
            (json!({"when": "2027-02-29"}), "/when"),
            (json!({"when": "tomorrow"}), "/when"),
            (json!({"more": 1}), "/more"),
        ] {
            let answer = connection.call("bounded", arguments(&changes));
            let error = answer.error("INVALID_INPUT");
            assert_eq!(pointers(&error), [pointer], "{changes} {error}");
            assert_eq!(error["retryable"], false, "{error}");
            assert!(error["action"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        }
    });
}

#[test]
fn all_of_it_is_named_at_once() {
    everywhere(|connection| {
        let wrong = json!({"n": 11, "code": "x", "tags": [], "when": "never", "more": 1});
        let error = connection.call("bounded", wrong).error("INVALID_INPUT");
        let mut pointers = pointers(&error);
        pointers.sort_unstable();
        assert_eq!(pointers, ["/code", "/mode", "/more", "/n", "/tags", "/when"], "{error}");
    });
}
