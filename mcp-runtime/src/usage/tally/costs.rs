use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::usage::Amount;

/// What calls of one tool cost, in each unit. An operator may change the
/// unit, though hardly more often than there is room for; what comes after
/// that is left out.
#[derive(Debug, Default)]
pub(super) struct Costs([Cost; 4]);

#[derive(Debug, Default)]
struct Cost {
    /// See [`mark`]; zero while the place is free.
    unit: AtomicU32,
    whole: AtomicU64,
    /// Billionths, of any number: together they are more than fit in one.
    nanos: AtomicU64,
}

const NANOS: u64 = 1_000_000_000;

/// A unit as a number that is not zero.
fn mark(unit: Option<char>) -> u32 {
    unit.map_or(1, |unit| u32::from(unit) + 2)
}

impl Costs {
    pub(super) fn add(&self, amount: Amount) {
        let mark = mark(amount.unit());
        let of_unit = |cost: &&Cost| {
            let found = cost.unit.load(Ordering::Relaxed);
            let taken =
                || cost.unit.compare_exchange(0, mark, Ordering::Relaxed, Ordering::Relaxed);
            found == mark || (found == 0 && taken().map_or_else(|other| other == mark, |_| true))
        };
        let Some(cost) = self.0.iter().find(of_unit) else { return };
        let (whole, nanos) = (amount.nanos() / NANOS, amount.nanos() % NANOS);
        if whole > 0 {
            cost.whole.fetch_add(whole, Ordering::Relaxed);
        }
        if nanos > 0 {
            cost.nanos.fetch_add(nanos, Ordering::Relaxed);
        }
    }

    /// Each unit, and the sum in it.
    pub(super) fn read(&self) -> Vec<(Option<char>, f64)> {
        let read = |cost: &Cost| {
            let unit = match cost.unit.load(Ordering::Relaxed) {
                0 => return None,
                mark => mark.checked_sub(2).and_then(char::from_u32),
            };
            let (whole, nanos) =
                (cost.whole.load(Ordering::Relaxed), cost.nanos.load(Ordering::Relaxed));
            #[allow(clippy::cast_precision_loss)] // as exact as a metric is
            Some((unit, whole as f64 + nanos as f64 / 1e9))
        };
        self.0.iter().filter_map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_has_its_sum_and_there_is_room_for_four() {
        let costs = Costs::default();
        for unit in [Some('$'), None, Some('$'), Some('\0'), Some('€'), Some('£'), None] {
            costs.add(Amount::new(1_500_000_000, unit));
        }
        let sums = [(Some('$'), 3.0), (None, 3.0), (Some('\0'), 1.5), (Some('€'), 1.5)];
        assert_eq!(costs.read(), sums);
        let large = Amount::new(u64::MAX, None);
        (0..3).for_each(|_| costs.add(large));
        let sum = costs.read()[1].1;
        assert!(sum > 5.5e10, "more than one number holds: {sum}");
    }
}
