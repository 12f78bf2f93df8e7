use super::exact::Log;
use super::{Buckets, Limit, Rule};
use crate::limit::Ticks;

/// What one key has done lately.
#[derive(Debug, Default)]
pub(crate) struct History {
    log: Log,
    /// One for each bucketed limit of the rule, in its order.
    buckets: Vec<Buckets>,
    /// How many calls the log is kept for.
    depth: usize,
    last: Ticks,
}

/// Where a key stands at the limit that it is closest to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) limit: Limit,
    /// Calls that may still pass.
    pub(crate) remaining: u32,
    /// Until the oldest call leaves the window.
    pub(crate) reset: Ticks,
}

impl History {
    /// How long a call at `now` has to wait, and for which limit; `None` where
    /// it may pass.
    pub(crate) fn wait(&mut self, rule: &Rule, now: Ticks) -> Option<(Ticks, Limit)> {
        let now = self.fit(rule, now);
        let exact = rule.exact.iter().map(|limit| (self.log.wait(*limit, now), *limit));
        let bucketed = rule.bucketed.iter().zip(&mut self.buckets).map(|(limit, buckets)| {
            let wait = buckets.wait(1, u64::from(limit.calls), now);
            (wait.unwrap_or(limit.window), *limit)
        });
        exact.chain(bucketed).max_by_key(|(wait, _)| *wait).filter(|(wait, _)| *wait > 0)
    }

    /// Notes a call that was let through.
    pub(crate) fn admit(&mut self, rule: &Rule, now: Ticks) {
        let now = self.fit(rule, now);
        self.last = now;
        if !rule.exact.is_empty() {
            self.log.push(now, rule.depth());
        }
        for buckets in &mut self.buckets {
            buckets.add(1, now);
        }
    }

    /// Where the key stands.
    pub(crate) fn standing(&mut self, rule: &Rule, now: Ticks) -> Option<Standing> {
        let now = self.fit(rule, now);
        let remaining = |limit: &Limit, used: u64| {
            limit.calls.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX))
        };
        let log = &self.log;
        let exact = rule.exact.iter().map(|limit| Standing {
            limit: *limit,
            remaining: remaining(limit, log.used(limit.window, now) as u64),
            reset: log.reset(limit.window, now),
        });
        let bucketed =
            rule.bucketed.iter().zip(&mut self.buckets).map(|(limit, buckets)| Standing {
                limit: *limit,
                remaining: remaining(limit, buckets.total(now)),
                reset: buckets.reset(now),
            });
        exact.chain(bucketed).min_by_key(|standing| standing.remaining)
    }

    /// When nothing of it matters any more.
    pub(crate) fn expires(&self, rule: &Rule) -> Ticks {
        self.last.saturating_add(rule.longest())
    }

    /// Makes room for what the rule needs, and keeps time from going back:
    /// threads read the clock before they get here.
    fn fit(&mut self, rule: &Rule, now: Ticks) -> Ticks {
        let fits = self.depth == rule.depth()
            && self.buckets.len() == rule.bucketed.len()
            && rule.bucketed.iter().zip(&self.buckets).all(|(limit, b)| b.window() == limit.window);
        if !fits {
            self.change(rule);
        }
        now.max(self.last)
    }

    /// Another rule from now on: what is known goes into each new window.
    fn change(&mut self, rule: &Rule) {
        let known = self.known();
        let fitting = |limit: &Limit| {
            let mut buckets = Buckets::new(limit.window);
            known.iter().rev().for_each(|(time, calls)| buckets.add(*calls, *time));
            buckets
        };
        self.buckets = rule.bucketed.iter().map(fitting).collect();
        self.depth = rule.depth();
        if rule.exact.is_empty() {
            // Nobody goes on with it, so it would have a gap.
            self.log = Log::default();
        }
        let times = known.iter().flat_map(|(time, calls)| (0..*calls).map(|_| *time));
        self.log.lengthen(times, self.depth);
    }

    /// The calls of which anything is known, newest first, none earlier than
    /// it was.
    ///
    /// The log and the buckets all know the latest calls and differ in how
    /// many and how exactly, so each says only what no better one does.
    fn known(&self) -> Vec<(Ticks, u64)> {
        let mut known: Vec<_> = self.log.latest().map(|time| (time, 1)).collect();
        let mut count = known.len() as u64;
        let mut oldest = known.last().map_or(self.last, |(time, _)| *time);
        let mut sources: Vec<&Buckets> = self.buckets.iter().collect();
        sources.sort_unstable_by_key(|buckets| buckets.window());
        for buckets in sources {
            let mut better = count;
            for (time, calls) in buckets.latest() {
                let more = calls.saturating_sub(better);
                better = better.saturating_sub(calls);
                if more > 0 {
                    // Never later than those that came after.
                    oldest = oldest.min(time);
                    known.push((oldest, more));
                    count += more;
                }
            }
        }
        known
    }
}

#[cfg(test)]
impl History {
    /// Numbers it holds.
    pub(super) fn room(&self) -> usize {
        self.log.len() + self.buckets.iter().map(Buckets::len).sum::<usize>() * 2
    }
}
