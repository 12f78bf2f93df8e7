//! Calls that stay open until they are given up, for the tests of real
//! clients: what a client cancels must stop running here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mcp_runtime::prelude::*;

/// The calls of `hold` that are running, counted by label.
#[derive(Clone, Default)]
pub(crate) struct Held(Arc<Mutex<BTreeMap<String, usize>>>);

impl Held {
    fn count(&self, label: &str) -> usize {
        self.lock().get(label).copied().unwrap_or(0)
    }

    fn enter(&self, label: String) -> Holding {
        *self.lock().entry(label.clone()).or_default() += 1;
        Holding { held: self.clone(), label }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts the call until it ends, also where it ends by being dropped.
struct Holding {
    held: Held,
    label: String,
}

impl Drop for Holding {
    fn drop(&mut self) {
        let mut counts = self.held.lock();
        if let Some(count) = counts.get_mut(&self.label) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.label);
            }
        }
    }
}

/// Waits, and answers when the time is up.
#[mcp_tool(read_only, timeout = "30s")]
async fn hold(
    /// Tells this call from those of other tests.
    #[arg(max_length = 100)]
    label: String,
    /// How long to wait, in milliseconds.
    #[arg(max = 20_000)]
    millis: u64,
    State(held): State<Held>,
) -> &'static str {
    let _holding = held.enter(label);
    tokio::time::sleep(Duration::from_millis(millis)).await;
    "time is up"
}

/// Counts the calls of `hold` that are running.
#[mcp_tool(read_only)]
async fn held(
    /// The label they were given.
    label: String,
    State(held): State<Held>,
) -> usize {
    held.count(&label)
}
