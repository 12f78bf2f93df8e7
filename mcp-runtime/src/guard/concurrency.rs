use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::settings::Concurrency;
use crate::clock::Clock;
use crate::error::{CallError, code};
use crate::usage::Kind;
use crate::usage::tally::ToolTally;

/// A bounded number of calls at once, and a bounded queue before them.
#[derive(Debug)]
pub(super) struct ConcurrencyGuard {
    settings: Concurrency,
    free: Arc<Semaphore>,
    waiting: AtomicU32,
    /// How long calls take, in nanoseconds: a moving average, from which a
    /// refused caller learns when to come back.
    usual: AtomicU64,
    /// Of what, or else the whole server's; for messages.
    whose: Option<Kind>,
}

/// The right to run; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Permit {
    _permit: OwnedSemaphorePermit,
}

/// A call's place in the queue.
pub(super) type Queued = Pin<Box<dyn Future<Output = Result<Permit, CallError>> + Send>>;

impl ConcurrencyGuard {
    pub(super) fn new(settings: Concurrency, whose: Option<Kind>) -> Self {
        Self {
            settings,
            free: Arc::new(Semaphore::new(settings.calls as usize)),
            waiting: AtomicU32::new(0),
            usual: AtomicU64::new(0),
            whose,
        }
    }

    pub(super) fn settings(&self) -> Concurrency {
        self.settings
    }

    /// A permit that is there at once.
    pub(super) fn try_enter(&self) -> Option<Permit> {
        let permit = Arc::clone(&self.free).try_acquire_owned().ok()?;
        Some(Permit { _permit: permit })
    }

    /// A place in the queue, while there is one.
    pub(super) fn enqueue(
        self: &Arc<Self>,
        clock: &Clock,
        tally: &Arc<ToolTally>,
    ) -> Result<Queued, CallError> {
        let place = Place::take(self).ok_or_else(|| self.overloaded("the queue is full"))?;
        let (guard, clock, queued) = (Arc::clone(self), clock.clone(), tally.queue());
        Ok(Box::pin(async move {
            let _place = (place, queued);
            let timer = clock.sleep(guard.settings.timeout);
            tokio::select! {
                biased;
                permit = Arc::clone(&guard.free).acquire_owned() => match permit {
                    Ok(permit) => Ok(Permit { _permit: permit }),
                    Err(closed) => Err(CallError::internal(closed)),
                },
                () = timer => Err(guard.overloaded("none of them ended in time")),
            }
        }))
    }

    /// Notes how long a call took.
    pub(super) fn took(&self, duration: Duration) {
        let new = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        let old = self.usual.load(Ordering::Relaxed);
        let average = if old == 0 { new } else { old - old / 8 + new / 8 };
        self.usual.store(average, Ordering::Relaxed);
    }

    fn overloaded(&self, why: &str) -> CallError {
        let Concurrency { calls, queue, .. } = self.settings;
        let noun = if calls == 1 { "call is" } else { "calls are" };
        let whose = self.whose.map_or("this server".to_owned(), |kind| format!("the {kind}"));
        CallError::new(
            code::OVERLOADED,
            format!("{calls} {noun} already running, which is all {whose} allows, and {why}"),
        )
        .retry_after(self.expected_wait())
        .action("Wait retryAfter seconds, then repeat the call; send fewer calls at once.")
        .detail("concurrency", calls)
        .detail("queue", queue)
    }

    /// When those that wait now will have had their turn, as far as one can tell.
    fn expected_wait(&self) -> Duration {
        const LONGEST: Duration = Duration::from_mins(1);
        let usual = Duration::from_nanos(self.usual.load(Ordering::Relaxed));
        let turns = self.waiting.load(Ordering::Relaxed) / self.settings.calls.max(1) + 1;
        usual.saturating_mul(turns).clamp(Duration::from_millis(100), LONGEST)
    }
}

/// A place in the queue; given back when it is dropped.
struct Place(Arc<ConcurrencyGuard>);

impl Place {
    fn take(guard: &Arc<ConcurrencyGuard>) -> Option<Self> {
        let queue = guard.settings.queue;
        let taken = guard.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |waiting| {
            (waiting < queue).then_some(waiting + 1)
        });
        taken.is_ok().then(|| Self(Arc::clone(guard)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}
