//! What is told to others lasts by the time of day: a jump of it ends what
//! has expired by then, and nothing else.

use std::time::{Duration, SystemTime};

use mcp_runtime::{ApiKeys, KeyDigest, KeyRecord};
use serde_json::json;

use crate::legacy::{call, initialize, post};
use crate::support::{Request, Running};

const DAY: Duration = Duration::from_hours(24);

#[tokio::test]
async fn a_session_expires_by_the_day_and_not_before() {
    let server = Running::start().await;
    let session = initialize(&server, "2025-11-25").await;
    let today = server.clock.wall();
    let add = post(&session, &call(1, "add", &json!({"a": 1, "b": 2})));
    for (now, status) in [
        (today + 6 * DAY, 200),
        (today + 8 * DAY, 404),
        // The clock was wrong, and was set right.
        (today, 200),
        // It was right when the session began, and is wrong now.
        (today - 400 * DAY, 200),
    ] {
        server.clock.set_wall(now);
        assert_eq!(server.send(&add).await.status, status, "{now:?}");
    }
}

#[tokio::test]
async fn a_key_expires_by_the_day_and_its_guesses_are_counted_by_time() {
    let expires = mcp_runtime::testing::ManualClock::new().wall() + 100 * DAY;
    let keys = ApiKeys::lookup(move |digest| {
        let known = digest == KeyDigest::of("key-of-alice-0123456789");
        let record = KeyRecord::new("alice", digest).with_expiry(expires);
        async move { Ok::<_, std::io::Error>(known.then_some(record)) }
    });
    let server = Running::start_with(|server| server.auth(keys)).await;
    let ask = |key: &str| {
        Request::modern("tools/list", json!({})).header("Authorization", &format!("Bearer {key}"))
    };
    let today = server.clock.wall();
    let alice = ask("key-of-alice-0123456789");
    for (now, status) in [(today, 200), (today + 300 * DAY, 401), (today - 3_000 * DAY, 200)] {
        server.clock.set_wall(now);
        assert_eq!(server.send(&alice).await.status, status, "{now:?}");
    }
    server.clock.set_wall(SystemTime::UNIX_EPOCH);
    for number in 0..12 {
        server.send(&ask(&format!("wrong-key-0123456789-{number}"))).await;
    }
    server.clock.set_wall(today + 3_000 * DAY);
    assert_eq!(server.send(&ask("wrong-key-0123456789-x")).await.status, 429);
    server.clock.advance(Duration::from_mins(1));
    assert_eq!(server.send(&ask("wrong-key-0123456789-x")).await.status, 401);
}
