use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::harness::{Call, everywhere, timed};

#[test]
fn a_result_serves_for_its_time_and_no_longer() {
    everywhere(|connection| {
        let ((first, others), took) = timed(|| {
            let first = connection.call("cached", json!({})).text().to_owned();
            let ids: Vec<u64> =
                (0..5).map(|_| connection.start(&Call::new("cached", json!({})))).collect();
            let texts = ids.into_iter().map(|id| connection.finish(id).text().to_owned());
            (first, texts.collect::<Vec<_>>())
        });
        assert_eq!(first, "1");
        if took < Duration::from_secs(1) {
            assert_eq!(others, ["1"; 5]);
        }
        thread::sleep(Duration::from_millis(1_050));
        let later: u32 = connection.call("cached", json!({})).text().parse().expect("a number");
        assert!(later > 1, "{later}");
    });
}
