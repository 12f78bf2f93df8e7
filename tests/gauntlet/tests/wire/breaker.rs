use serde_json::{Value, json};

use crate::harness::{Connection, everywhere, obey};

fn fail(connection: &mut dyn Connection) {
    connection.call("flaky", json!({"ok": false})).error("UPSTREAM");
}

/// A good call that the breaker does not let through.
fn refused(connection: &mut dyn Connection) -> Value {
    let error = connection.call("flaky", json!({"ok": true})).refusal("CIRCUIT_OPEN");
    assert!(error["retryAfter"].as_f64() <= Some(2.0), "{error}");
    error
}

#[test]
fn three_failures_open_it_and_one_probe_decides() {
    everywhere(|connection| {
        // What the caller did wrong is no failure of the service.
        for _ in 0..4 {
            connection.call("flaky", json!({"ok": "no"})).error("INVALID_INPUT");
        }
        (0..3).for_each(|_| fail(connection));
        obey(&refused(connection));
        // The probe fails: shut for another window.
        fail(connection);
        obey(&refused(connection));
        for _ in 0..3 {
            assert_eq!(connection.call("flaky", json!({"ok": true})).text(), "answered");
        }
        // Old failures are forgiven.
        (0..2).for_each(|_| fail(connection));
        assert_eq!(connection.call("flaky", json!({"ok": true})).text(), "answered");
    });
}
