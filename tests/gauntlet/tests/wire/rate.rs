use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Connection, everywhere, obey};

fn limited(connection: &mut dyn Connection, tool: &str) -> Value {
    connection.call(tool, json!({})).refusal("RATE_LIMITED")
}

#[test]
fn the_sixth_call_waits_until_the_first_has_left_the_window() {
    everywhere(|connection| {
        for _ in 0..5 {
            assert_eq!(connection.call("limited", json!({})).text(), "admitted");
        }
        let error = limited(connection, "limited");
        assert!(error["retryAfter"].as_f64() <= Some(2.0), "{error}");
        assert_eq!(error["details"], json!({"limit": 5, "windowSeconds": 2.0}), "{error}");
        // Other tools are not concerned.
        connection.call("paired", json!({})).text();
        obey(&error);
        assert_eq!(connection.call("limited", json!({})).text(), "admitted");
    });
}

#[test]
fn of_several_windows_the_one_without_room_refuses() {
    everywhere(|connection| {
        for _ in 0..3 {
            connection.call("paired", json!({})).text();
        }
        let error = limited(connection, "paired");
        assert_eq!(error["details"]["limit"], 3, "{error}");
        assert!(error["retryAfter"].as_f64() <= Some(1.0), "{error}");
        // All three have left the short window then, and none the long one.
        thread::sleep(Duration::from_millis(1_050));
        for _ in 0..2 {
            connection.call("paired", json!({})).text();
        }
        let error = limited(connection, "paired");
        assert_eq!(error["details"]["limit"], 5, "{error}");
        obey(&error);
        connection.call("paired", json!({})).text();
    });
}

#[test]
fn each_value_of_an_argument_has_a_window_of_its_own() {
    everywhere(|connection| {
        let mut call = |account: &str| connection.call("per_account", json!({"account": account}));
        for account in ["one", "two", "one", "two"] {
            assert_eq!(call(account).text(), format!("admitted {account}"));
        }
        let error = call("one").refusal("RATE_LIMITED");
        assert_eq!(error["details"]["limit"], 2, "{error}");
        call("two").refusal("RATE_LIMITED");
        call("three").text();
        obey(&error);
        call("one").text();
    });
}
