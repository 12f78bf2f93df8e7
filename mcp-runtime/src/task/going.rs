//! Tasks that are worked on, and the server's end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

use super::{End, Tasks};

/// How many are worked on, and what the server still does for them.
#[derive(Debug, Default)]
pub(super) struct Going {
    working: AtomicUsize,
    /// Told when one is not worked on any more.
    done: Notify,
    /// No answer to what they ask can come in any more.
    unheard: AtomicBool,
    /// The server waits for none of them any more.
    closed: AtomicBool,
}

/// Counts a task as worked on.
pub(crate) struct Working(Arc<Tasks>);

impl Working {
    pub(super) fn new(tasks: &Arc<Tasks>) -> Self {
        tasks.going.working.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(tasks))
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.going.working.fetch_sub(1, Ordering::AcqRel);
        self.0.going.done.notify_waiters();
    }
}

impl Tasks {
    /// Tasks that are worked on, those that wait for input included.
    pub(crate) fn working(&self) -> usize {
        self.going.working.load(Ordering::Acquire)
    }

    /// Completes once none is worked on.
    pub(crate) async fn idle(&self) {
        loop {
            let done = self.going.done.notified();
            if self.working() == 0 {
                return;
            }
            done.await;
        }
    }

    /// The server takes in no request any more: what they ask is given up.
    pub(crate) fn take_no_answers(&self) {
        self.going.unheard.store(true, Ordering::Release);
        self.wake();
    }

    pub(crate) fn takes_answers(&self) -> bool {
        !self.going.unheard.load(Ordering::Acquire)
    }

    /// The server ends, and waits for none of them any more.
    pub(crate) fn close(&self) {
        self.going.closed.store(true, Ordering::Release);
        self.wake();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.going.closed.load(Ordering::Acquire)
    }

    fn wake(&self) {
        for task in self.all() {
            task.wake();
        }
    }

    /// Nobody is there any more who could ask for them.
    pub(crate) fn abandon(&self) {
        for task in self.all() {
            task.end(End::Cancelled, None);
        }
    }
}
