use std::time::{Duration, Instant};

use crate::handler::Context;

/// How long a call has waited for its client, which is not its own time.
#[derive(Debug, Default)]
pub(super) struct Pause {
    /// Questions that have no answer yet.
    open: usize,
    since: Option<Instant>,
    /// Of the pauses that are over.
    total: Duration,
}

impl Pause {
    /// Counts a question; more than `most` at once are refused.
    pub(super) fn begin(&mut self, now: Instant, most: usize) -> bool {
        if self.open >= most {
            return false;
        }
        self.open += 1;
        self.since.get_or_insert(now);
        true
    }

    pub(super) fn end(&mut self, now: Instant) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0
            && let Some(since) = self.since.take()
        {
            self.total += now.saturating_duration_since(since);
        }
    }

    pub(super) fn is_on(&self) -> bool {
        self.open > 0
    }

    /// All of it until now.
    pub(super) fn until(&self, now: Instant) -> Duration {
        let running = self.since.map(|since| now.saturating_duration_since(since));
        self.total + running.unwrap_or_default()
    }
}

/// While it lives, a call's time stands still as if it asked its client.
pub(crate) struct Standstill(Context);

impl Context {
    /// It waits for a call that asks.
    pub(crate) fn stand_still(&self) -> Standstill {
        self.round().stand_still(self.environment().clock.now());
        Standstill(self.clone())
    }
}

impl Drop for Standstill {
    fn drop(&mut self) {
        self.0.round().resume(self.0.environment().clock.now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_at_the_same_time_count_once() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut pause = Pause::default();
        assert!(pause.begin(at(0), 2) && pause.begin(at(1), 2));
        assert!(!pause.begin(at(1), 2), "there are two already");
        pause.end(at(3));
        assert!(pause.is_on());
        assert_eq!(pause.until(at(4)), Duration::from_secs(4));
        pause.end(at(5));
        assert!(!pause.is_on());
        assert!(pause.begin(at(7), 2));
        assert_eq!(pause.until(at(9)), Duration::from_secs(7));
    }
}
