use serde_json::json;

use crate::harness::{Call, everywhere};

#[test]
fn each_step_is_told_to_those_who_asked() {
    everywhere(|connection| {
        let call = Call::new("count", json!({"n": 5, "ms": 20})).meta("progressToken", "steps");
        let answer = connection.ask(&call);
        assert_eq!(answer.text(), "counted to 5");
        let mut last = 0.0;
        for told in &answer.notifications {
            assert_eq!(told["method"], "notifications/progress", "{told}");
            let params = &told["params"];
            assert_eq!(
                (&params["progressToken"], &params["total"]),
                (&json!("steps"), &json!(5.0))
            );
            let progress = params["progress"].as_f64().expect("a number");
            assert!(progress > last && progress <= 5.0, "{answer:?}");
            last = progress;
        }
        // A client that reads slowly sees the latest step, not every one.
        assert!(!answer.notifications.is_empty(), "{answer:?}");

        let quiet = connection.call("count", json!({"n": 5, "ms": 1}));
        assert_eq!((quiet.text(), quiet.notifications.len()), ("counted to 5", 0));
    });
}
