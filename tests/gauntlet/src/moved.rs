use std::time::Duration;

use mcp_runtime::clock::ManualClock;
use tokio::signal::unix::{SignalKind, signal};

/// A little more than anything waits before it looks again at who calls.
const STEP: Duration = Duration::from_secs(31);

/// A clock that goes on by a step whenever the process gets SIGUSR1, and then
/// says so.
pub(crate) fn clock() -> std::io::Result<ManualClock> {
    let clock = ManualClock::new();
    let (moved, mut signals) = (clock.clone(), signal(SignalKind::user_defined1())?);
    tokio::spawn(async move {
        while signals.recv().await.is_some() {
            moved.advance(STEP);
            eprintln!("moved the clock");
        }
    });
    Ok(clock)
}
