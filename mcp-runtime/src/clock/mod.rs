//! The one place where time is read.
//!
//! Guards and transports take a [`Clock`] instead of asking the operating
//! system, so that a test moves time by hand and never sleeps.

pub(crate) mod calendar;
mod manual;
mod timestamp;

pub use manual::ManualClock;
pub(crate) use timestamp::Timestamp;

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use manual::ManualSleep;

/// A source of time: the system's, or one that a test moves.
#[derive(Debug, Clone, Default)]
pub struct Clock(Source);

#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    System,
    Manual(ManualClock),
}

impl Clock {
    /// The operating system's monotonic clock. The default.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Whether no test moves it.
    pub(crate) fn is_system(&self) -> bool {
        matches!(self.0, Source::System)
    }

    /// The current instant.
    pub fn now(&self) -> Instant {
        match &self.0 {
            Source::System => Instant::now(),
            Source::Manual(clock) => clock.now(),
        }
    }

    /// The time of day, for what outlives the process or is told to another:
    /// seconds since the Unix epoch. It may jump.
    pub(crate) fn unix_seconds(&self) -> u64 {
        self.wall().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    /// The same as [`SystemTime`].
    pub(crate) fn wall(&self) -> SystemTime {
        match &self.0 {
            Source::System => SystemTime::now(),
            Source::Manual(clock) => clock.wall(),
        }
    }

    /// Completes at `deadline`; at once where it has passed.
    pub fn sleep_until(&self, deadline: Instant) -> Sleep {
        match &self.0 {
            Source::System => {
                Sleep(Timer::System(Box::pin(tokio::time::sleep_until(deadline.into()))))
            }
            Source::Manual(clock) => Sleep(Timer::Manual(clock.sleep_until(deadline))),
        }
    }

    /// The instant `duration` from now; a decade from now where it is too far
    /// away to be told.
    pub fn after(&self, duration: Duration) -> Instant {
        later(self.now(), duration)
    }

    /// Completes after `duration`.
    pub fn sleep(&self, duration: Duration) -> Sleep {
        self.sleep_until(self.after(duration))
    }
}

/// The instant `duration` after another, a decade at most.
pub(crate) fn later(instant: Instant, duration: Duration) -> Instant {
    const DECADE: Duration = Duration::from_hours(10 * 365 * 24);
    instant.checked_add(duration.min(DECADE)).unwrap_or(instant)
}

impl From<ManualClock> for Clock {
    fn from(clock: ManualClock) -> Self {
        Self(Source::Manual(clock))
    }
}

/// The future of [`Clock::sleep_until`].
#[derive(Debug)]
#[must_use = "futures do nothing unless awaited"]
pub struct Sleep(Timer);

#[derive(Debug)]
enum Timer {
    System(Pin<Box<tokio::time::Sleep>>),
    Manual(ManualSleep),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match &mut self.get_mut().0 {
            Timer::System(sleep) => sleep.as_mut().poll(cx),
            Timer::Manual(sleep) => Pin::new(sleep).poll(cx),
        }
    }
}
