use super::Ticks;
use super::window::Buckets;

/// What was spent in the window that ends now, in the smallest unit of account.
#[derive(Debug, Clone)]
pub(crate) struct Spend {
    buckets: Buckets,
    last: Ticks,
}

impl Spend {
    pub(crate) fn new(window: Ticks) -> Self {
        Self { buckets: Buckets::new(window), last: 0 }
    }

    /// The spending of a window of this length, with what is known of another.
    pub(crate) fn within(spend: &mut Option<Self>, window: Ticks) -> &mut Self {
        let known = spend.take_if(|spend| spend.buckets.window() != window);
        let spend = spend.get_or_insert_with(|| Self::new(window));
        if let Some(known) = known {
            spend.buckets.take_over(&known.buckets);
            spend.last = known.last;
        }
        spend
    }

    /// Books a cost that is known beforehand, or says how long to wait; `None`
    /// where it is larger than the whole budget.
    pub(crate) fn reserve(
        &mut self,
        cost: u64,
        limit: u64,
        now: Ticks,
    ) -> Result<(), Option<Ticks>> {
        // A call whose price is not known yet may start while anything is left.
        let needed = cost.max(1);
        match self.buckets.wait(needed, limit, now) {
            Some(0) => {
                self.charge(cost, now);
                Ok(())
            }
            wait => Err(wait),
        }
    }

    /// Books what a call turned out to cost beyond what was reserved; it has
    /// been spent, whether there was room for it or not.
    pub(crate) fn charge(&mut self, cost: u64, now: Ticks) {
        self.last = self.last.max(now);
        self.buckets.add(cost, now);
    }

    /// Takes back a reservation for a call that did not run.
    pub(crate) fn release(&mut self, cost: u64, at: Ticks) {
        self.buckets.subtract(cost, at);
    }

    /// What was spent.
    pub(crate) fn total(&mut self, now: Ticks) -> u64 {
        self.buckets.total(now)
    }

    /// When nothing of it matters any more.
    pub(crate) fn expires(&self) -> Ticks {
        self.buckets.expires(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_never_exceeded_by_known_costs() {
        let mut spend = Spend::new(12_800);
        for _ in 0..4 {
            spend.reserve(50, 200, 0).expect("there is room");
        }
        let wait = spend.reserve(50, 200, 10);
        assert_eq!(wait, Err(Some(12_900 - 10)), "until the first bucket leaves");
        assert_eq!(spend.reserve(201, 200, 10), Err(None), "never");
        spend.release(50, 0);
        assert_eq!(spend.total(10), 150);
        spend.reserve(50, 200, 10).expect("what was not spent is there again");
        assert_eq!(spend.total(12_899), 200);
        assert_eq!(spend.total(12_900), 0, "a window and one bucket later");
        assert!(spend.expires() >= 12_900);
    }

    #[test]
    fn what_is_given_back_is_taken_from_where_it_was_booked() {
        let mut spend = Spend::new(12_800);
        spend.reserve(50, 200, 0).expect("there is room");
        spend.reserve(50, 200, 5_000).expect("there is room");
        spend.release(50, 0);
        assert_eq!(spend.total(12_900), 50, "the later one still counts");
        spend.release(50, 0);
        assert_eq!(spend.total(17_000), 50, "what has left cannot be given back");
    }

    #[test]
    fn another_window_knows_what_was_spent_in_the_one_before() {
        let mut spend = None;
        Spend::within(&mut spend, 12_800).charge(150, 5);
        let longer = Spend::within(&mut spend, 128_000);
        assert_eq!(longer.total(20_000), 150);
        assert_eq!(longer.total(130_000), 0);
    }

    #[test]
    fn what_turned_out_dearer_closes_the_budget() {
        let mut spend = Spend::new(12_800);
        spend.reserve(0, 100, 0).expect("nothing is spent yet");
        spend.charge(150, 5);
        assert!(spend.reserve(0, 100, 6).is_err());
        assert_eq!(spend.total(6), 150);
    }
}
