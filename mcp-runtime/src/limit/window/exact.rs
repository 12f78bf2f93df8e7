use std::collections::VecDeque;

use super::Limit;
use crate::limit::Ticks;

/// The times of the last calls, oldest first: a sliding log.
///
/// One log serves several limits. Each looks as many calls back as it allows:
/// if that call is still inside the window, another one would be too many.
#[derive(Debug, Default)]
pub(super) struct Log(VecDeque<Ticks>);

impl Log {
    /// How long a call at `now` has to wait; zero where it may pass.
    pub(super) fn wait(&self, limit: Limit, now: Ticks) -> Ticks {
        let calls = limit.calls as usize;
        let Some(index) = self.0.len().checked_sub(calls) else { return 0 };
        // With a limit of no calls there is no call to wait for.
        let Some(oldest) = self.0.get(index) else { return limit.window };
        oldest.saturating_add(limit.window).saturating_sub(now)
    }

    /// How many calls are inside the window that ends now.
    pub(super) fn used(&self, window: Ticks, now: Ticks) -> usize {
        self.0.len() - self.0.partition_point(|time| time.saturating_add(window) <= now)
    }

    /// When the oldest call inside the window leaves it.
    pub(super) fn reset(&self, window: Ticks, now: Ticks) -> Ticks {
        let first = self.0.partition_point(|time| time.saturating_add(window) <= now);
        self.0.get(first).map_or(0, |time| time.saturating_add(window) - now)
    }

    /// Notes a call, forgetting those that no limit looks at any more.
    pub(super) fn push(&mut self, now: Ticks, depth: usize) {
        while self.0.len() >= depth.max(1) {
            self.0.pop_front();
        }
        self.0.push_back(now);
    }

    /// The times, newest first.
    pub(super) fn latest(&self) -> impl Iterator<Item = Ticks> {
        self.0.iter().rev().copied()
    }

    /// Learns of calls before those that it knows, from all that are known,
    /// newest first.
    pub(super) fn lengthen(&mut self, known: impl Iterator<Item = Ticks>, depth: usize) {
        let missing = depth.saturating_sub(self.0.len());
        for time in known.skip(self.0.len()).take(missing) {
            self.0.push_front(time);
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}
