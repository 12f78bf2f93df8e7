use std::collections::VecDeque;

use crate::limit::Ticks;

/// Amounts by bucket of time, for windows whose single entries would take too
/// much room.
///
/// A bucket counts in full until its last tick has left the window, so the sum
/// is never too small. It is too large for at most one bucket's width, which
/// is less than 1 % of the window.
#[derive(Debug, Clone)]
pub(crate) struct Buckets {
    width: Ticks,
    window: Ticks,
    /// Index of the bucket and what is in it, oldest first, none empty.
    entries: VecDeque<(u64, u64)>,
    total: u64,
}

/// Buckets in a window.
const COUNT: u64 = 128;

impl Buckets {
    pub(crate) fn new(window: Ticks) -> Self {
        let width = window.div_ceil(COUNT).max(1);
        Self { width, window, entries: VecDeque::new(), total: 0 }
    }

    pub(crate) fn window(&self) -> Ticks {
        self.window
    }

    /// Adds what another window knows, each bucket at its last tick: it counts
    /// a little longer than it would have, never shorter.
    pub(crate) fn take_over(&mut self, other: &Self) {
        for (time, amount) in other.latest().rev() {
            self.add(amount, time);
        }
    }

    /// The amounts, newest first, each at the last tick of its bucket.
    pub(super) fn latest(&self) -> impl DoubleEndedIterator<Item = (Ticks, u64)> {
        let last = |bucket: u64| (bucket + 1).saturating_mul(self.width) - 1;
        self.entries.iter().rev().map(move |(bucket, amount)| (last(*bucket), *amount))
    }

    /// The sum inside the window that ends now.
    pub(crate) fn total(&mut self, now: Ticks) -> u64 {
        while let Some((bucket, amount)) = self.entries.front()
            && self.leaves(*bucket) <= now
        {
            self.total -= amount;
            self.entries.pop_front();
        }
        self.total
    }

    /// How long until `amount` more fit below `limit`; `None` where they never do.
    pub(crate) fn wait(&mut self, amount: u64, limit: u64, now: Ticks) -> Option<Ticks> {
        let room = limit.checked_sub(amount)?;
        let mut total = self.total(now);
        if total <= room {
            return Some(0);
        }
        for (bucket, amount) in &self.entries {
            total -= amount;
            if total <= room {
                return Some(self.leaves(*bucket).saturating_sub(now));
            }
        }
        Some(0)
    }

    /// When the oldest bucket leaves the window.
    pub(crate) fn reset(&self, now: Ticks) -> Ticks {
        self.entries.front().map_or(0, |(bucket, _)| self.leaves(*bucket).saturating_sub(now))
    }

    pub(crate) fn add(&mut self, amount: u64, now: Ticks) {
        if amount == 0 {
            return;
        }
        let bucket = now / self.width;
        let amount = amount.min(u64::MAX - self.total);
        self.total += amount;
        match self.entries.back_mut() {
            // Time that seems to go back belongs to the newest bucket.
            Some((newest, sum)) if *newest >= bucket => *sum += amount,
            _ => self.entries.push_back((bucket, amount)),
        }
    }

    /// Takes back what was added at `time` and did not happen after all; what
    /// has left the window meanwhile is gone already.
    pub(crate) fn subtract(&mut self, amount: u64, time: Ticks) {
        // From no other bucket: what is taken from a younger one would be
        // missing there for longer than it was booked.
        let bucket = time / self.width;
        if let Some((_, sum)) = self.entries.iter_mut().find(|(index, _)| *index == bucket) {
            let part = amount.min(*sum);
            *sum -= part;
            self.total -= part;
        }
        self.entries.retain(|(_, sum)| *sum > 0);
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// When an amount of this time has left the window.
    pub(crate) fn expires(&self, time: Ticks) -> Ticks {
        self.leaves(time / self.width)
    }

    fn leaves(&self, bucket: u64) -> Ticks {
        (bucket + 1).saturating_mul(self.width).saturating_add(self.window)
    }
}
