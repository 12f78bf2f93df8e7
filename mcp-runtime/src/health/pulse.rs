use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The beats of a task on the server's runtime. While it is stuck, because
/// its threads are blocked, they stop, and whoever looks from another thread
/// sees it.
#[derive(Debug)]
pub(crate) struct Pulse {
    began: Instant,
    /// Milliseconds from the beginning to the last beat.
    last: AtomicU64,
}

impl Pulse {
    pub(super) const EVERY: Duration = Duration::from_secs(1);
    /// Ten beats: a long pause of a busy machine is no stand-still.
    pub(super) const PATIENCE: Duration = Duration::from_secs(10);

    /// Counts as a beat: a runtime that never begins is found out, too.
    pub(super) fn new(now: Instant) -> Self {
        Self { began: now, last: AtomicU64::new(0) }
    }

    pub(super) fn beat(&self, now: Instant) {
        let since = now.saturating_duration_since(self.began).as_millis();
        self.last.store(u64::try_from(since).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// How long ago it last beat.
    pub(super) fn age(&self, now: Instant) -> Duration {
        let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
        now.saturating_duration_since(self.began).saturating_sub(last)
    }

    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        self.age(now) < Self::PATIENCE
    }
}
