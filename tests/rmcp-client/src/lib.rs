//! The official Rust client, in both eras and over both transports, for the
//! tests in `tests/`. Run them with `./tests/run clients`.

mod client;
mod ear;
mod processes;
mod servers;
mod user;
mod ways;

pub use client::{Answer, Client};
pub use ear::{Ear, listen, touch};
pub use processes::{Door, Process, signal};
pub use servers::{Server, token};
pub use user::{Heard, User};
pub use ways::{Era, Transport, Way};

use std::time::{Duration, Instant};

use rmcp::ServiceError;
use rmcp::model::ErrorData;

/// The longest a test may take; the slowest needs two seconds.
pub const LIMIT: Duration = Duration::from_secs(30);

/// How long one answer may take.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Asks until `holds` is true, for five seconds at most.
pub async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(5);
    while !holds().await {
        assert!(Instant::now() < end, "still not so after 5 s: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The error that the server answered with.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> ErrorData {
    match answer {
        Err(ServiceError::McpError(error)) => error,
        other => panic!("the server answers with an error: {other:?}"),
    }
}
