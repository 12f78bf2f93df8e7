//! A runtime whose threads are all blocked: whoever watches it sees that.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::supervised::Supervisor;
use crate::support::{PATIENCE, Process, Scratch, address, call, fixture, get, post, side, until};

/// Longer than the 10 s after which a pulse counts as gone.
const FREEZE: u64 = 16_000;

fn modified(file: &Path) -> std::time::SystemTime {
    std::fs::metadata(file).and_then(|file| file.modified()).expect("the file is there")
}

/// From the freeze to the thaw, on either transport.
fn watch(name: &str, args: &[&str], freeze: impl FnOnce(&mut Process)) {
    let (supervisor, scratch) = (Supervisor::new(name), Scratch::new(&format!("{name}-beat")));
    let beat = scratch.path("beat");
    let mut process = supervisor.start(|command| {
        command.args(args).args(["--health", "127.0.0.1:0", "--heartbeat"]).arg(&beat);
        command.env("WATCHDOG_USEC", "400000").env("FIXTURE_OWN_RUNTIME", "1");
    });
    let side = side(&process);
    until(|| get(&side, "/readyz"), |answer| answer.0 == 200);
    until(|| beat.exists(), |there| *there);
    freeze(&mut process);
    let began = Instant::now();

    assert_eq!(until(|| get(&side, "/livez"), |answer| answer.0 == 503).1, "stalled\n");
    let noticed = began.elapsed();
    assert!(noticed > Duration::from_secs(8) && noticed < Duration::from_secs(14), "{noticed:?}");
    assert_eq!(get(&side, "/readyz").0, 503);
    let health: Value = serde_json::from_str(&get(&side, "/health").1).unwrap();
    assert_eq!((&health["live"], &health["ready"]), (&json!(false), &json!(false)), "{health}");
    let check = fixture().args(["healthcheck", "--live", "--health", &side]).output().unwrap();
    assert_eq!(check.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&check.stderr).contains("stalled"));
    // From here on the watchdog starves.
    supervisor.forget();
    let last_beat = modified(&beat);
    while let Some(said) = supervisor.within(Duration::from_millis(1_500)) {
        assert_ne!(said, "WATCHDOG=1", "after {:?}", began.elapsed());
    }
    assert!(began.elapsed() < Duration::from_millis(FREEZE), "it has not thawed by itself");
    assert_eq!(modified(&beat), last_beat);

    until(|| get(&side, "/livez"), |answer| answer.0 == 200);
    until(|| get(&side, "/readyz"), |answer| answer.0 == 200);
    while supervisor.within(PATIENCE).expect("it is heard of again") != "WATCHDOG=1" {}
    until(|| modified(&beat), |time| *time > last_beat);
}

#[test]
fn stdio_on_one_thread() {
    watch("frozen-stdio", &[], |process| process.call(1, "freeze", &json!({"ms": FREEZE})));
}

#[test]
fn http_on_all_threads() {
    watch("frozen-http", &["--http", "127.0.0.1:0"], |process| {
        let main = address(process);
        std::thread::spawn(move || post(&main, &call(1, "freeze", &json!({"ms": FREEZE}))));
    });
}
