//! The tasks behind: the beating pulse, and the checks, each in its own turn.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::runtime::Handle;

use super::standing::{State, Verdict};
use super::{Check, Health, Pulse};
use crate::clock::Clock;

/// How much later than it should an answer may come.
const SLACK: Duration = Duration::from_secs(5);

impl Health {
    /// Begins to watch, once; until the last holder lets go.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub(crate) fn watch(self: &Arc<Self>) {
        if self.watched.swap(true, Ordering::Relaxed) {
            return;
        }
        let _ = self.runtime.set(Handle::current());
        // Who asks first may be the one that began it, long after the start.
        self.pulse.beat(self.clock.now());
        tokio::spawn(beating(Arc::downgrade(self)));
        // A task for each: one that blocks its thread keeps no other waiting.
        for at in 0..self.checks.len() {
            tokio::spawn(checking(Arc::downgrade(self), at));
        }
    }

    async fn run(&self, at: usize) {
        let (check, standing) = &self.checks[at];
        let began = self.clock.now();
        let verdict = Verdict::of(ask(check, &self.clock).await);
        let now = self.clock.now();
        let state = State {
            verdict: verdict.clone(),
            last: Some((self.clock.wall(), now.saturating_duration_since(began))),
            due: now.checked_add(check.options.interval + check.options.timeout + SLACK),
        };
        let before = standing.replace(state);
        if before == verdict {
            return;
        }
        self.changed.send_replace(());
        let name = &check.name;
        if let Verdict::Failing(message) = verdict {
            tracing::warn!(check = %name, %message, "a readiness check fails");
        } else {
            tracing::info!(check = %name, "a readiness check passes");
        }
    }
}

async fn beating(health: Weak<Health>) {
    while let Some(this) = health.upgrade() {
        this.pulse.beat(this.clock.now());
        let pause = this.clock.sleep(Pulse::EVERY);
        drop(this);
        pause.await;
    }
}

async fn checking(health: Weak<Health>, at: usize) {
    while let Some(this) = health.upgrade() {
        this.run(at).await;
        let pause = this.clock.sleep(this.checks[at].0.options.interval);
        drop(this);
        pause.await;
    }
}

/// One answer, in bounded time, whatever the user's code does.
async fn ask(check: &Check, clock: &Clock) -> Result<(), String> {
    let timeout = check.options.timeout;
    let asked = AssertUnwindSafe(async { (check.ask)().await }).catch_unwind();
    tokio::select! {
        biased;
        answer = asked => answer.unwrap_or_else(|panic| {
            // The payload's own destructor is user code as well.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(panic)));
            Err("the check panicked; the log has more".to_owned())
        }),
        () = clock.sleep(timeout) => Err(format!("no answer within {timeout:?}")),
    }
}
