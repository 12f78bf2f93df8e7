use serde_json::json;

use crate::harness::{Call, everywhere, over_http};

fn once() -> Call<'static> {
    Call::new("once", json!({}))
}

#[test]
fn a_key_runs_once() {
    everywhere(|connection| {
        let mut run = |call: Call<'_>| connection.ask(&call).text().to_owned();
        assert_eq!(run(once().meta("idempotencyKey", "a")), "1");
        assert_eq!(run(once().meta("idempotencyKey", "b")), "2");
        assert_eq!(run(once().meta("idempotencyKey", "a")), "1");
        // Without a key every call is a new one.
        assert_eq!((run(once()), run(once())), ("3".to_owned(), "4".to_owned()));
        assert_eq!(run(once().meta("idempotencyKey", "b")), "2");
    });
}

#[test]
fn a_key_that_is_none_is_refused() {
    everywhere(|connection| {
        for key in ["", &"k".repeat(256)] {
            connection.ask(&once().meta("idempotencyKey", key)).error("INVALID_INPUT");
        }
        let longest = "k".repeat(255);
        assert_eq!(connection.ask(&once().meta("idempotencyKey", &longest)).text(), "1");
    });
}

#[test]
fn the_header_says_the_same() {
    over_http(|connection| {
        let mut run = |call: Call<'_>| connection.ask(&call).text().to_owned();
        assert_eq!(run(once().header("Idempotency-Key", "a")), "1");
        assert_eq!(run(once().header("idempotency-key", "\"a\"")), "1");
        assert_eq!(run(once().meta("idempotencyKey", "a")), "1");
        assert_eq!(run(once().header("Idempotency-Key", "b")), "2");
        // What the message says counts for more than what stands around it.
        assert_eq!(run(once().header("Idempotency-Key", "c").meta("idempotencyKey", "a")), "1");
    });
}
