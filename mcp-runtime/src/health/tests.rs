use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use super::{Check, Health, KeyOrigin, ReadinessOptions};
use crate::clock::{Clock, ManualClock};

const SECOND: Duration = Duration::from_secs(1);

fn health(checks: Vec<Check>) -> (Arc<Health>, ManualClock) {
    let clock = ManualClock::new();
    let health = Arc::new(Health::new(Clock::from(clock.clone()), checks));
    health.serving();
    (health, clock)
}

/// Lets every task run that can.
async fn settle() {
    for _ in 0..64 {
        tokio::task::yield_now().await;
    }
}

fn check<A>(name: &str, ask: impl Fn() -> A + Send + Sync + 'static) -> Check
where
    A: Future<Output: super::IntoReadiness> + Send + 'static,
{
    Check::new(name, ReadinessOptions::new(), ask)
}

#[tokio::test]
async fn it_lives_for_ten_seconds_after_a_beat() {
    let (health, clock) = health(Vec::new());
    clock.advance(Duration::from_millis(9_999));
    assert!(health.is_live(), "a runtime that has just begun has time");
    clock.advance(Duration::from_millis(1));
    assert!(!health.is_live());
    assert!(!health.is_ready(), "nothing stuck is ready");
    health.watch();
    settle().await;
    assert!(health.is_live() && health.is_ready());
    for _ in 0..30 {
        clock.advance(SECOND);
        settle().await;
        assert!(health.is_live(), "it beats each second");
    }
    // Nobody lets the task run.
    clock.advance(10 * SECOND);
    assert!(!health.is_live());
    assert_eq!(health.summary(), "stalled: the threads of the server are blocked");
}

#[tokio::test]
async fn it_lives_from_the_moment_that_it_is_watched() {
    let (health, clock) = health(Vec::new());
    clock.advance(Duration::from_mins(1));
    assert!(!health.is_live(), "nothing beats yet");
    health.watch();
    assert!(health.is_live());
}

#[tokio::test]
async fn it_is_ready_once_every_check_has_passed_and_until_it_drains() {
    let gate = Arc::new(tokio::sync::Semaphore::new(0));
    let waits = Arc::clone(&gate);
    let slow = check("slow", move || {
        let waits = Arc::clone(&waits);
        async move { waits.acquire_owned().await.map(tokio::sync::OwnedSemaphorePermit::forget) }
    });
    let (health, _clock) = health(vec![check("quick", || async { true }), slow]);
    health.watch();
    settle().await;
    assert!(!health.is_ready());
    assert_eq!(health.summary(), "not ready: slow");
    let mut changes = health.changes();
    gate.add_permits(1);
    settle().await;
    assert!(changes.has_changed().unwrap_or_default());
    changes.mark_unchanged();
    assert!(health.is_ready());
    health.drain();
    assert!(!health.is_ready() && health.is_live());
    health.serving();
    assert!(!health.is_ready(), "what stops does not start again");
}

#[tokio::test]
async fn before_anybody_can_reach_it_it_is_not_ready() {
    let health = Health::new(Clock::from(ManualClock::new()), Vec::new());
    assert!(health.is_live() && !health.is_ready());
    assert_eq!(health.summary(), "starting");
}

#[tokio::test]
async fn whatever_a_check_does_it_has_an_outcome() {
    let checks = vec![
        check("fails", || async { Err::<(), _>(format!("line\nbreak {}", "ä".repeat(500))) }),
        check("hangs", std::future::pending::<bool>),
        check("panics", || async {
            std::future::ready(()).await;
            assert!(std::hint::black_box(false), "later");
            true
        }),
        check("panics at once", || -> std::future::Ready<bool> { panic!("at once") }),
        check("says no", || async { Ok::<_, String>(false) }),
        check("works", || async { Ok::<_, String>(7) }),
    ];
    let (health, clock) = health(checks);
    health.watch();
    settle().await;
    clock.advance(5 * SECOND);
    settle().await;
    let said: Vec<_> = health
        .check_reports()
        .into_iter()
        .map(|check| (check.name.to_string(), json!(check.status), check.message))
        .collect();
    let message = |at: usize| said[at].2.as_deref().unwrap_or_default();
    assert!(said[..5].iter().all(|(_, status, _)| status == "failing"), "{said:?}");
    assert!(message(0).starts_with("line break ää") && message(0).ends_with('…'));
    assert!(message(0).len() <= 260, "{}", message(0).len());
    assert_eq!(message(1), "no answer within 5s");
    assert_eq!(message(2), "the check panicked; the log has more");
    assert_eq!(message(3), message(2));
    assert_eq!(message(4), "the check said no");
    assert_eq!((&said[5].1, &said[5].2), (&json!("passing"), &None));
}

#[tokio::test]
async fn a_check_runs_again_after_its_interval_and_never_twice_at_once() {
    let (runs, together) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let clock = ManualClock::new();
    let (counted, inside, time) = (Arc::clone(&runs), Arc::clone(&together), clock.clone());
    let ask = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        let (inside, time) = (Arc::clone(&inside), Clock::from(time.clone()));
        async move {
            assert_eq!(inside.fetch_add(1, Ordering::Relaxed), 0, "two at once");
            time.sleep(3 * SECOND).await;
            inside.fetch_sub(1, Ordering::Relaxed);
            true
        }
    };
    let options = ReadinessOptions::new().interval(2 * SECOND);
    let health =
        Arc::new(Health::new(clock.clone().into(), vec![Check::new("slow", options, ask)]));
    health.serving();
    health.watch();
    health.watch(); // changes nothing
    settle().await;
    for second in 0..50 {
        assert_eq!(runs.load(Ordering::Relaxed), 1 + second / 5, "after {second} s");
        clock.advance(SECOND);
        settle().await;
    }
    assert!(health.is_ready());
    let report = &health.check_reports()[0];
    assert_eq!(report.duration.map(|took| took.0), Some(3 * SECOND));
}

#[tokio::test]
async fn an_answer_that_nobody_renews_stops_counting() {
    let (health, clock) = health(vec![check("once", || async { true })]);
    health.watch();
    settle().await;
    assert!(health.is_ready());
    // As if the check blocked its thread: others beat on, it does not come back.
    clock.advance(21 * SECOND);
    health.pulse.beat(clock.now());
    assert!(health.is_live() && !health.is_ready());
    let report = json!(health.check_reports());
    assert_eq!(report[0]["status"], "failing");
    assert!(report[0]["message"].as_str().unwrap_or_default().contains("did not come back"));
}

#[tokio::test]
async fn nothing_is_watched_any_more_once_nobody_asks() {
    let runs = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&runs);
    let (health, clock) = health(vec![check("counted", move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async { true }
    })]);
    health.watch();
    settle().await;
    drop(health);
    clock.advance(60 * SECOND);
    settle().await;
    assert_eq!(runs.load(Ordering::Relaxed), 1);
    assert_eq!(Arc::strong_count(&runs), 1, "the tasks are gone");
}

#[tokio::test]
async fn the_report_says_everything() {
    let (health, clock) = health(vec![check("database", || async { Err::<(), _>("gone") })]);
    health.signed_with(KeyOrigin::Random);
    clock.advance(SECOND);
    health.watch();
    settle().await;
    clock.advance(SECOND / 2);
    assert_eq!(
        json!(health.report()),
        json!({
            "live": true, "ready": false, "draining": false,
            "started": "2027-01-15T08:00:00.000Z", "now": "2027-01-15T08:00:01.500Z",
            "uptime": 1.5, "pulseAge": 0.5, "signingKey": "random",
            "checks": [{
                "name": "database", "status": "failing", "message": "gone",
                "checked": "2027-01-15T08:00:01.000Z", "duration": 0.0,
            }],
        })
    );
}
