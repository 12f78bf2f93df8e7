use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;

/// A future that can be told to end early, and still be asked things then:
/// `futures::Abortable` without access to what it wraps would not do.
pub(super) struct Cancellable<F> {
    future: F,
    signal: Arc<Signal>,
}

/// Ends the matching [`Cancellable`].
pub(super) struct CancelHandle(Arc<Signal>);

#[derive(Default)]
struct Signal {
    fired: AtomicBool,
    waker: AtomicWaker,
}

impl<F> Cancellable<F> {
    pub(super) fn new(future: F) -> (Self, CancelHandle) {
        let signal = Arc::<Signal>::default();
        (Self { future, signal: Arc::clone(&signal) }, CancelHandle(signal))
    }

    pub(super) fn get(&self) -> &F {
        &self.future
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.signal.fired.load(Ordering::Acquire)
    }
}

impl CancelHandle {
    pub(super) fn cancel(&self) {
        self.0.fired.store(true, Ordering::Release);
        self.0.waker.wake();
    }
}

impl<F: Future + Unpin> Future for Cancellable<F> {
    /// `None` where it was cancelled first.
    type Output = Option<F::Output>;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.is_cancelled() {
            return Poll::Ready(None);
        }
        if let Poll::Ready(output) = Pin::new(&mut this.future).poll(task) {
            return Poll::Ready(Some(output));
        }
        this.signal.waker.register(task.waker());
        // Fired between the first look and the registration.
        if this.is_cancelled() { Poll::Ready(None) } else { Poll::Pending }
    }
}
