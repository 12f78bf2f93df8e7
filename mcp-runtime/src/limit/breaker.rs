use std::collections::VecDeque;

use super::Ticks;

/// A circuit breaker: after `threshold` failures within `window` it refuses
/// for the length of a window, then lets one call through to see.
#[derive(Debug)]
pub(crate) struct Breaker {
    threshold: usize,
    window: Ticks,
    state: State,
    /// Tells calls of before the last change apart from those after it.
    generation: u64,
}

#[derive(Debug)]
enum State {
    /// The times of the last failures, at most `threshold` of them.
    Closed(VecDeque<Ticks>),
    Open {
        until: Ticks,
    },
    /// One call is on its way to see.
    Probing,
}

/// A call that was let through; its outcome has to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permit {
    generation: u64,
    probe: bool,
}

/// What a call says about the service behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It answered, be it with a refusal that repeating would not change.
    Alive,
    /// It failed in a way that may pass, or did not answer in time.
    Failing,
    /// Nothing is known: the call was given up by its caller.
    Unknown,
}

/// A breaker as operators see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Closed,
    /// One call is let through to see, or is on its way.
    HalfOpen,
    Open,
}

impl Breaker {
    pub(crate) fn new(threshold: u32, window: Ticks) -> Self {
        Self {
            threshold: threshold.max(1) as usize,
            window,
            state: State::Closed(VecDeque::new()),
            generation: 0,
        }
    }

    /// Lets a call through, or says how long to wait.
    pub(crate) fn admit(&mut self, now: Ticks) -> Result<Permit, Ticks> {
        match self.state {
            State::Closed(_) => Ok(Permit { generation: self.generation, probe: false }),
            State::Open { until } if now < until => Err(until - now),
            State::Open { .. } => {
                self.change(State::Probing);
                Ok(Permit { generation: self.generation, probe: true })
            }
            // How long the probe takes nobody knows; a tenth of a window is
            // soon enough, and seldom enough.
            State::Probing => Err((self.window / 10).max(1)),
        }
    }

    /// Takes a call's outcome into account.
    pub(crate) fn record(&mut self, permit: Permit, verdict: Verdict, now: Ticks) {
        if permit.generation != self.generation {
            return; // it began under circumstances that are over
        }
        match (&mut self.state, verdict) {
            (State::Closed(failures), Verdict::Failing) => {
                while failures.front().is_some_and(|time| time.saturating_add(self.window) <= now) {
                    failures.pop_front();
                }
                failures.push_back(now);
                if failures.len() >= self.threshold {
                    self.open(now);
                }
            }
            (State::Probing, Verdict::Alive) => self.change(State::Closed(VecDeque::new())),
            (State::Probing, Verdict::Failing) => self.open(now),
            // The next call is the probe then.
            (State::Probing, Verdict::Unknown) => self.change(State::Open { until: now }),
            (State::Closed(_), Verdict::Alive | Verdict::Unknown) | (State::Open { .. }, _) => {}
        }
    }

    /// Whether nothing has changed since this call was let through.
    pub(crate) fn is_current(&self, permit: Permit) -> bool {
        permit.generation == self.generation
    }

    /// Whether calls are refused, or about to be tried again.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed(_))
    }

    /// What the next call would meet.
    pub(crate) fn phase(&self, now: Ticks) -> Phase {
        match self.state {
            State::Closed(_) => Phase::Closed,
            State::Open { until } if now < until => Phase::Open,
            State::Open { .. } | State::Probing => Phase::HalfOpen,
        }
    }

    fn open(&mut self, now: Ticks) {
        self.change(State::Open { until: now.saturating_add(self.window) });
    }

    fn change(&mut self, state: State) {
        self.state = state;
        self.generation += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &mut Breaker, now: Ticks) {
        let permit = breaker.admit(now).expect("closed");
        breaker.record(permit, Verdict::Failing, now);
    }

    #[test]
    fn it_opens_for_a_window_and_lets_one_probe_through() {
        let mut breaker = Breaker::new(3, 100);
        for now in [0, 10, 20] {
            fail(&mut breaker, now);
        }
        assert_eq!(breaker.phase(21), Phase::Open);
        assert_eq!(breaker.admit(21), Err(99));
        assert_eq!(breaker.admit(119), Err(1));
        assert_eq!(breaker.phase(120), Phase::HalfOpen);
        let probe = breaker.admit(120).expect("one may try");
        assert_eq!(breaker.phase(120), Phase::HalfOpen);
        assert_eq!(breaker.admit(120), Err(10), "only one");
        breaker.record(probe, Verdict::Failing, 130);
        assert_eq!(breaker.admit(131), Err(99), "open for another window");
        let probe = breaker.admit(230).expect("one may try");
        breaker.record(probe, Verdict::Alive, 231);
        assert_eq!(breaker.phase(231), Phase::Closed);
        fail(&mut breaker, 232);
        fail(&mut breaker, 233);
        assert!(breaker.admit(234).is_ok(), "old failures are forgiven");
    }

    #[test]
    fn failures_count_only_within_one_window() {
        let mut breaker = Breaker::new(3, 100);
        for now in [0, 50, 100, 150, 200] {
            fail(&mut breaker, now);
        }
        assert!(!breaker.is_open(), "never three in 100");
        fail(&mut breaker, 201);
        assert!(breaker.is_open(), "150, 200 and 201");
    }

    #[test]
    fn a_probe_that_was_given_up_makes_room_for_the_next() {
        let mut breaker = Breaker::new(1, 100);
        fail(&mut breaker, 0);
        let probe = breaker.admit(100).expect("one may try");
        breaker.record(probe, Verdict::Unknown, 101);
        assert!(breaker.admit(101).is_ok());
    }

    #[test]
    fn calls_from_before_a_change_do_not_decide_after_it() {
        let mut breaker = Breaker::new(1, 100);
        let slow = breaker.admit(0).expect("closed");
        fail(&mut breaker, 1);
        breaker.record(slow, Verdict::Alive, 2);
        assert!(breaker.is_open());
        let probe = breaker.admit(101).expect("one may try");
        breaker.record(slow, Verdict::Failing, 102);
        breaker.record(probe, Verdict::Alive, 103);
        assert!(!breaker.is_open());
    }

    proptest::proptest! {
        /// Whatever happens, a breaker that is open is tried again once a
        /// window has passed, and never by two calls at once.
        #[test]
        fn it_never_stays_shut(
            steps in proptest::collection::vec((0_u64..40, 0_u8..3), 1..200),
        ) {
            let mut breaker = Breaker::new(2, 100);
            let (mut now, mut refused_since) = (0, None);
            for (pause, outcome) in steps {
                now += pause;
                match breaker.admit(now) {
                    Ok(permit) => {
                        refused_since = None;
                        if permit.probe {
                            proptest::prop_assert!(breaker.admit(now).is_err());
                        }
                        let verdict =
                            [Verdict::Alive, Verdict::Failing, Verdict::Unknown][usize::from(outcome)];
                        breaker.record(permit, verdict, now);
                    }
                    Err(wait) => {
                        let since = *refused_since.get_or_insert(now);
                        proptest::prop_assert!(wait > 0 && now + wait <= since + 100);
                    }
                }
            }
        }
    }
}
