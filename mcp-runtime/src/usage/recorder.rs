use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{Ledger, Usage};

/// The user's function that is shown every record.
pub(crate) type Hook = Arc<dyn Fn(&Usage<'_>) + Send + Sync>;

/// Hands each record on to the ledger and the user's hooks.
#[derive(Default)]
pub(crate) struct Recorder {
    hooks: Vec<Hook>,
    ledger: Option<Ledger>,
}

impl Recorder {
    pub(crate) fn new(hooks: Vec<Hook>, ledger: Option<Ledger>) -> Self {
        Self { hooks, ledger }
    }

    pub(crate) fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// Nobody listens: a record need not even be made.
    pub(crate) fn is_idle(&self) -> bool {
        self.hooks.is_empty() && self.ledger.is_none()
    }

    /// A call that costs money is about to run; its end comes to
    /// [`record`](Self::record).
    pub(crate) fn begin(&self, usage: &Usage<'_>) {
        if let Some(ledger) = &self.ledger {
            ledger.begin(usage);
        }
    }

    /// A call is over. Returns once the ledger's line was handed to the
    /// operating system, so the answer may go out.
    pub(crate) fn record(&self, usage: &Usage<'_>) {
        // First, since a hook may take its time or abort the process.
        if let Some(ledger) = &self.ledger {
            ledger.record(usage);
        }
        for hook in &self.hooks {
            let shown = catch_unwind(AssertUnwindSafe(|| hook(usage)));
            if let Err(panic) = shown {
                tracing::error!(
                    request_id = usage.request_id,
                    name = usage.name,
                    "a usage hook panicked"
                );
                // The payload's own destructor is user code as well.
                let _ = catch_unwind(AssertUnwindSafe(|| drop(panic)));
            }
        }
    }
}

#[cfg(test)]
mod tests;
