use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// A cancellation signal that costs nothing until someone waits for it.
#[derive(Default)]
pub(crate) struct Cancellation {
    fired: AtomicBool,
    notify: Notify,
}

impl Cancellation {
    pub(crate) fn fire(&self) {
        self.fired.store(true, Ordering::Release);
        self.notify.notify_waiters();
    }

    pub(super) fn is_fired(&self) -> bool {
        self.fired.load(Ordering::Acquire)
    }

    pub(super) async fn fired(&self) {
        let mut waiting = std::pin::pin!(self.notify.notified());
        // Registered before the flag is read, so that no signal falls between.
        waiting.as_mut().enable();
        if !self.is_fired() {
            waiting.await;
        }
    }
}
