use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::harness::{Answer, Call, everywhere, timed};

fn nap(ms: u64) -> Call<'static> {
    Call::new("one_at_a_time", json!({ "ms": ms }))
}

#[test]
fn one_runs_one_waits_and_the_rest_is_refused() {
    everywhere(|connection| {
        let (answers, took) = timed(|| {
            // Over HTTP any of the four may be the first.
            let started: Vec<u64> = (0..4).map(|_| connection.start(&nap(700))).collect();
            started.into_iter().map(|id| connection.finish(id)).collect::<Vec<Answer>>()
        });
        let (refused, served): (Vec<_>, Vec<_>) =
            answers.iter().partition(|answer| answer.response["result"]["isError"] == true);
        assert_eq!((served.len(), refused.len()), (2, 2), "{answers:?}");
        assert!(took >= Duration::from_millis(1_400), "never two at once: {took:?}");
        for answer in refused {
            let error = answer.refusal("OVERLOADED");
            assert_eq!(error["details"], json!({"concurrency": 1, "queue": 1}), "{error}");
        }
        // Other tools have turns of their own.
        let id = connection.start(&nap(500));
        connection.call("add", json!({"a": 1, "b": 2})).text();
        connection.finish(id).text();
    });
}

#[test]
fn a_call_that_is_given_up_gives_back_its_turn() {
    everywhere(|connection| {
        let first = connection.start(&nap(25_000));
        thread::sleep(Duration::from_millis(300));
        let second = connection.start(&nap(0));
        thread::sleep(Duration::from_millis(300));
        connection.cancel(first);
        // It waits for 5 s at most.
        assert_eq!(connection.finish(second).text(), "slept 0 ms");
        assert_eq!(connection.call("one_at_a_time", json!({"ms": 0})).text(), "slept 0 ms");
    });
}
