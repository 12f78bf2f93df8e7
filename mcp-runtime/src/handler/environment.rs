use std::any::{Any, TypeId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tokio::sync::Semaphore;

use crate::auth::Authority;
use crate::clock::Clock;
use crate::limit::{Keys, Ticks};
use crate::notify::Notifier;

/// The ticks at which a server starts: room for what happened before it did.
const PAST: Ticks = 100 * 366 * 86_400 * 1_000_000_000;

/// What every call of one server shares.
pub(crate) struct Environment {
    pub(crate) clock: Clock,
    pub(crate) states: States,
    /// Who may do what.
    pub(crate) authority: Authority,
    /// Tells clients that something has changed.
    pub(crate) notifier: Notifier,
    /// Makes the keys of limits and caches.
    pub(crate) keys: Keys,
    /// When the ticks began to count, less [`PAST`].
    origin: Instant,
    /// Bounds the threads that blocking functions may occupy: a blocked
    /// thread cannot be taken back, and tokio's own queue has no bound.
    pub(crate) blocking: Arc<Semaphore>,
    blocking_limit: usize,
    calls: AtomicU64,
    /// Who is told of requests, where somebody is.
    #[cfg(feature = "otlp")]
    pub(crate) telemetry: Option<Arc<crate::trace::otlp::Telemetry>>,
}

impl Environment {
    pub(crate) fn new(
        clock: Clock,
        states: States,
        authority: Authority,
        notifier: Notifier,
        blocking: usize,
    ) -> Self {
        let mut seed = [0; 4];
        // Request ids are for finding log lines; when the system has no
        // randomness the counter alone still tells calls apart.
        let _ = getrandom::fill(&mut seed);
        Self {
            origin: clock.now(),
            clock,
            states,
            authority,
            notifier,
            keys: Keys::default(),
            blocking: Arc::new(Semaphore::new(blocking)),
            blocking_limit: blocking,
            calls: AtomicU64::new(u64::from(u32::from_be_bytes(seed)) << 32),
            #[cfg(feature = "otlp")]
            telemetry: None,
        }
    }

    #[cfg(feature = "otlp")]
    pub(crate) fn with_telemetry(
        self,
        telemetry: Option<Arc<crate::trace::otlp::Telemetry>>,
    ) -> Self {
        Self { telemetry, ..self }
    }

    /// The present, for what counts time in ticks.
    pub(crate) fn ticks(&self) -> Ticks {
        let since = self.clock.now().saturating_duration_since(self.origin);
        PAST + u64::try_from(since.as_nanos()).unwrap_or(u64::MAX - PAST)
    }

    /// Threads that blocking functions occupy now.
    pub(crate) fn blocked_threads(&self) -> usize {
        self.blocking_limit - self.blocking.available_permits()
    }

    /// Whether a number may be that of a call of this process.
    #[cfg(feature = "http")]
    pub(crate) fn is_own_call(&self, call: u64) -> bool {
        call >> 32 == self.calls.load(Ordering::Relaxed) >> 32
    }

    /// A number that names one call in answers and logs: the upper half
    /// differs between processes, the lower half counts.
    pub(crate) fn next_call(&self) -> u64 {
        self.calls.fetch_add(1, Ordering::Relaxed)
    }
}

/// The user's shared values, one per type.
#[derive(Default)]
pub(crate) struct States {
    values: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    /// Types whose value failed to come to be, which was reported already.
    failed: HashSet<TypeId>,
}

impl States {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, value: T) -> bool {
        self.values.insert(TypeId::of::<T>(), Box::new(Arc::new(value))).is_none()
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<&Arc<T>> {
        self.values.get(&TypeId::of::<T>())?.downcast_ref()
    }

    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.values.contains_key(&id) || self.failed.contains(&id)
    }

    /// Notes that a value of `T` was meant to be here.
    pub(crate) fn expect<T: 'static>(&mut self) {
        self.failed.insert(TypeId::of::<T>());
    }
}
