use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A histogram's upper bounds in microseconds; there is one bucket more, for
/// what took longer. Tools that only compute are done within the first few.
const MICROS: [u32; 19] = [
    100,
    250,
    500,
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    30_000_000,
    60_000_000,
    300_000_000,
];

/// The same in seconds.
pub(crate) const BOUNDS: [f64; MICROS.len()] = {
    let mut bounds = [0.0; MICROS.len()];
    let mut index = 0;
    while index < bounds.len() {
        // Divided, since that gives the number that the decimal is read as.
        bounds[index] = MICROS[index] as f64 / 1e6;
        index += 1;
    }
    bounds
};

/// How long calls took.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    buckets: [AtomicU64; MICROS.len() + 1],
    /// In nanoseconds; 584 years of calls fit.
    sum: AtomicU64,
}

/// What a [`Histogram`] says at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Durations {
    /// Calls up to each bound, and all of them at the end.
    pub(crate) cumulative: [u64; MICROS.len() + 1],
    /// In seconds.
    pub(crate) sum: f64,
}

impl Histogram {
    pub(super) fn add(&self, took: Duration) {
        let nanos = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        let bucket = MICROS.iter().position(|bound| nanos <= u64::from(*bound) * 1_000);
        let bucket = bucket.unwrap_or(MICROS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(nanos, Ordering::Relaxed);
    }

    pub(super) fn read(&self) -> Durations {
        let mut cumulative = [0; MICROS.len() + 1];
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
        self.cumulative[MICROS.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_written_as_somebody_would() {
        assert_eq!(
            BOUNDS.map(|bound| bound.to_string())[..5],
            ["0.0001", "0.00025", "0.0005", "0.001", "0.0025"]
        );
        assert!(BOUNDS.is_sorted());
    }

    #[test]
    fn a_duration_counts_up_to_the_first_bound_that_it_does_not_exceed() {
        let histogram = Histogram::default();
        let times = [0, 100_000, 100_001, 300_000_000_000, 300_000_000_001];
        for nanos in times {
            histogram.add(Duration::from_nanos(nanos));
        }
        let read = histogram.read();
        assert_eq!(read.cumulative[..2], [2, 3]);
        assert_eq!(read.cumulative[17..], [3, 4, 5]);
        assert_eq!(read.count(), 5);
        assert!((read.sum - 600.0002).abs() < 1e-3, "{}", read.sum);
    }
}
