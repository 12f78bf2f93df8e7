//! The official Rust client, in both eras and over both transports, for the
//! tests in `tests/`. Run them with `./tests/run clients`.

mod client;
mod servers;
mod ways;

pub use client::{Answer, Client};
pub use servers::{Server, token};
pub use ways::{Era, Transport, Way};

use std::time::{Duration, Instant};

/// The longest a test may take; the slowest needs two seconds.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Asks until `holds` is true, for five seconds at most.
pub async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(5);
    while !holds().await {
        assert!(Instant::now() < end, "still not so after 5 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
