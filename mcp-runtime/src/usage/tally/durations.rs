use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A histogram's upper bounds in seconds; there is one bucket more, for what
/// took longer.
pub(crate) const BOUNDS: [f64; 16] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
];

/// [`BOUNDS`] in nanoseconds.
const NANOS: [u64; 16] = [
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    250_000_000,
    500_000_000,
    1_000_000_000,
    2_500_000_000,
    5_000_000_000,
    10_000_000_000,
    30_000_000_000,
    60_000_000_000,
    300_000_000_000,
];

/// How long calls took.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    buckets: [AtomicU64; NANOS.len() + 1],
    /// In nanoseconds; 584 years of calls fit.
    sum: AtomicU64,
}

/// What a [`Histogram`] says at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Durations {
    /// Calls up to each bound, and all of them at the end.
    pub(crate) cumulative: [u64; NANOS.len() + 1],
    /// In seconds.
    pub(crate) sum: f64,
}

impl Histogram {
    pub(super) fn add(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let bucket = NANOS.iter().position(|bound| nanos <= *bound).unwrap_or(NANOS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(nanos, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Durations {
        let mut cumulative = [0; NANOS.len() + 1];
        let mut total = 0;
        for (bucket, sum) in self.buckets.iter().zip(&mut cumulative) {
            total += bucket.load(Ordering::Relaxed);
            *sum = total;
        }
        let sum = Duration::from_nanos(self.sum.load(Ordering::Relaxed)).as_secs_f64();
        Durations { cumulative, sum }
    }
}

impl Durations {
    /// All calls.
    pub(crate) fn count(&self) -> u64 {
        self.cumulative[NANOS.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_the_same_in_both_units() {
        for (seconds, nanos) in BOUNDS.into_iter().zip(NANOS) {
            assert_eq!(Duration::from_secs_f64(seconds), Duration::from_nanos(nanos));
        }
    }

    #[test]
    fn a_duration_counts_up_to_the_first_bound_that_it_does_not_exceed() {
        let histogram = Histogram::default();
        let times = [0, 1_000_000, 1_000_001, 300_000_000_000, 300_000_000_001];
        for nanos in times {
            histogram.add(Duration::from_nanos(nanos));
        }
        let read = histogram.read();
        assert_eq!(read.cumulative[..2], [2, 3]);
        assert_eq!(read.cumulative[14..], [3, 4, 5]);
        assert_eq!(read.count(), 5);
        assert!((read.sum - 600.002).abs() < 1e-3, "{}", read.sum);
    }
}
