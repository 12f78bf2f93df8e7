use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock that stands still until a test advances it.
///
/// Clones share the same time.
#[derive(Debug, Clone)]
pub struct ManualClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: Instant,
    wall: SystemTime,
    sleepers: Vec<(Instant, Waker)>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl ManualClock {
    /// A clock that shows an arbitrary instant.
    pub fn new() -> Self {
        let now = Instant::now();
        // The same time of day in every clock.
        let wall = UNIX_EPOCH + Duration::from_hours(500_000);
        Self(Arc::new(Mutex::new(State { now, wall, sleepers: Vec::new() })))
    }

    /// The instant it shows.
    pub fn now(&self) -> Instant {
        self.state().now
    }

    /// The time of day it shows: at first always the same, and from then on
    /// as far as it was advanced.
    pub fn wall(&self) -> SystemTime {
        self.state().wall
    }

    /// Sets the time of day alone, as an operator or NTP does. No deadline
    /// comes nearer by that.
    pub fn set_wall(&self, time: SystemTime) {
        self.state().wall = time;
    }

    /// Moves time forward and wakes everything whose deadline has come.
    pub fn advance(&self, by: Duration) {
        let due = {
            let mut state = self.state();
            state.now += by;
            state.wall += by;
            let now = state.now;
            let (due, later) = state.sleepers.drain(..).partition(|(at, _)| *at <= now);
            state.sleepers = later;
            let due: Vec<(Instant, Waker)> = due;
            due
        };
        for (_, waker) in due {
            waker.wake();
        }
    }

    pub(super) fn sleep_until(&self, deadline: Instant) -> ManualSleep {
        ManualSleep { clock: self.clone(), deadline }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // The state is valid after every statement, so a panic elsewhere
        // while the lock was held does not make it unusable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sleeps until a [`ManualClock`] has been advanced far enough.
#[derive(Debug)]
pub(super) struct ManualSleep {
    clock: ManualClock,
    deadline: Instant,
}

impl Future for ManualSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.clock.state();
        if state.now >= self.deadline {
            return Poll::Ready(());
        }
        let waker = cx.waker();
        if !state.sleepers.iter().any(|(at, other)| *at == self.deadline && other.will_wake(waker))
        {
            state.sleepers.push((self.deadline, waker.clone()));
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleeper_wakes_exactly_when_its_time_has_come() {
        let clock = ManualClock::new();
        let mut cx = Context::from_waker(Waker::noop());
        let mut sleep = clock.sleep_until(clock.now() + Duration::from_secs(2));
        assert!(Pin::new(&mut sleep).poll(&mut cx).is_pending());
        clock.advance(Duration::from_millis(1_999));
        assert!(Pin::new(&mut sleep).poll(&mut cx).is_pending());
        clock.advance(Duration::from_millis(1));
        assert!(Pin::new(&mut sleep).poll(&mut cx).is_ready());
    }
}
