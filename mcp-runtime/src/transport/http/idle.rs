use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;

use crate::clock::{Clock, Sleep};
use crate::transport::Stop;

/// A GET stream without messages.
pub(super) struct IdleStream {
    clock: Clock,
    every: Duration,
    alive: Sleep,
    greeted: bool,
    draining: Pin<Box<dyn Future<Output = ()> + Send>>,
    _permit: OwnedSemaphorePermit,
}

impl IdleStream {
    pub(super) fn new(
        clock: Clock,
        every: Duration,
        mut stop: Stop,
        permit: OwnedSemaphorePermit,
    ) -> Self {
        let alive = clock.sleep(every);
        let draining = Box::pin(async move { stop.draining().await });
        Self { clock, every, alive, greeted: false, draining, _permit: permit }
    }

    pub(super) fn poll_next(&mut self, task: &mut Task<'_>) -> Poll<Option<Bytes>> {
        const COMMENT: Bytes = Bytes::from_static(b":\n\n");
        if self.draining.as_mut().poll(task).is_ready() {
            return Poll::Ready(None);
        }
        if !self.greeted {
            // Headers alone do not pass every proxy.
            self.greeted = true;
            return Poll::Ready(Some(COMMENT));
        }
        if Pin::new(&mut self.alive).poll(task).is_pending() {
            return Poll::Pending;
        }
        self.alive = self.clock.sleep(self.every);
        Poll::Ready(Some(COMMENT))
    }
}
