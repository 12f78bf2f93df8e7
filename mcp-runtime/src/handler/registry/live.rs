use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// A value that may be exchanged while others read it. Where that never
/// happens, reading it is one load of an atomic.
pub(crate) struct Live<T> {
    first: Arc<T>,
    is_exchanged: AtomicBool,
    latest: RwLock<Arc<T>>,
}

/// The value in force when it was asked for.
pub(crate) enum Current<'a, T> {
    First(&'a Arc<T>),
    Latest(Arc<T>),
}

impl<T> Live<T> {
    pub(crate) fn new(first: Arc<T>) -> Self {
        let latest = RwLock::new(Arc::clone(&first));
        Self { first, is_exchanged: AtomicBool::new(false), latest }
    }

    pub(crate) fn current(&self) -> Current<'_, T> {
        if self.is_exchanged.load(Ordering::Acquire) {
            Current::Latest(Arc::clone(&self.latest.read().unwrap_or_else(PoisonError::into_inner)))
        } else {
            Current::First(&self.first)
        }
    }

    pub(crate) fn exchange(&self, latest: Arc<T>) {
        let before = std::mem::replace(
            &mut *self.latest.write().unwrap_or_else(PoisonError::into_inner),
            latest,
        );
        self.is_exchanged.store(true, Ordering::Release);
        drop(before); // without the lock: it may be the last of many
    }
}

impl<T> Current<'_, T> {
    pub(crate) fn shared(&self) -> Arc<T> {
        match self {
            Self::First(value) => Arc::clone(value),
            Self::Latest(value) => Arc::clone(value),
        }
    }
}

impl<T> Deref for Current<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::First(value) => value,
            Self::Latest(value) => value,
        }
    }
}
