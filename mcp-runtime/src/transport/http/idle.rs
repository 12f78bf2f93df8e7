use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;

use super::endpoint::Patience;
use super::peers::Place;
use super::sse::event;
use super::subscribers::SessionStream;
use crate::clock::{Clock, Sleep};
use crate::transport::Stop;

/// A GET stream: what its session listens to.
///
/// It ends after a while, so that a client that is gone without a trace does
/// not hold its connection for ever; the server may end it at any time and
/// says when to come back (2025-11-25, basic/transports, "Listening for
/// Messages from the Server").
pub(super) struct IdleStream {
    clock: Clock,
    every: Duration,
    alive: Sleep,
    lifetime: Sleep,
    ended: bool,
    greeted: bool,
    session: SessionStream,
    draining: Pin<Box<dyn Future<Output = ()> + Send>>,
    _held: (OwnedSemaphorePermit, Place),
}

impl IdleStream {
    pub(super) fn new(
        clock: Clock,
        patience: Patience,
        mut stop: Stop,
        session: SessionStream,
        held: (OwnedSemaphorePermit, Place),
    ) -> Self {
        let every = patience.keep_alive;
        let alive = clock.sleep(every);
        let lifetime = clock.sleep(patience.idle);
        let draining = Box::pin(async move { stop.draining().await });
        let (ended, greeted) = (false, false);
        Self { clock, every, alive, lifetime, ended, greeted, session, draining, _held: held }
    }

    pub(super) fn poll_next(&mut self, task: &mut Task<'_>) -> Poll<Option<Bytes>> {
        const COMMENT: Bytes = Bytes::from_static(b":\n\n");
        if self.ended || self.draining.as_mut().poll(task).is_ready() {
            return Poll::Ready(None);
        }
        if Pin::new(&mut self.lifetime).poll(task).is_ready() {
            self.ended = true;
            // In milliseconds.
            return Poll::Ready(Some(Bytes::from_static(b"retry: 1000\n\n")));
        }
        if !self.greeted {
            // Headers alone do not pass every proxy.
            self.greeted = true;
            return Poll::Ready(Some(COMMENT));
        }
        if let Poll::Ready(message) = self.session.poll_next(task) {
            self.alive = self.clock.sleep(self.every);
            return Poll::Ready(Some(event(&message)));
        }
        if Pin::new(&mut self.alive).poll(task).is_pending() {
            return Poll::Pending;
        }
        self.alive = self.clock.sleep(self.every);
        Poll::Ready(Some(COMMENT))
    }
}
