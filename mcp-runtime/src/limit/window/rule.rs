use crate::limit::Ticks;

/// At most `calls` in any span of `window`, its end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limit {
    pub(crate) calls: u32,
    pub(crate) window: Ticks,
}

/// Limits that hold together for each key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Kept exactly, by the times of the last calls.
    pub(super) exact: Box<[Limit]>,
    /// Kept in buckets, because the times would take too much room.
    pub(super) bucketed: Box<[Limit]>,
}

impl Rule {
    /// The largest number of calls that is kept exactly: 8 KiB for a key that
    /// really makes them.
    pub(crate) const EXACT: u32 = 1024;

    pub(crate) fn new(limits: &[Limit]) -> Self {
        let (exact, bucketed) =
            limits.iter().copied().partition::<Vec<_>, _>(|limit| limit.calls <= Self::EXACT);
        Self { exact: exact.into(), bucketed: bucketed.into() }
    }

    /// How many times of past calls the exact limits look at.
    pub(super) fn depth(&self) -> usize {
        self.exact.iter().map(|limit| limit.calls as usize).max().unwrap_or(0)
    }

    /// How long a call matters.
    pub(super) fn longest(&self) -> Ticks {
        let windows = self.exact.iter().chain(&self.bucketed).map(|limit| limit.window);
        // A bucket leaves up to one width later than the calls in it.
        windows.max().map_or(0, |longest| longest.saturating_add(longest / 64))
    }
}
