use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;

use super::Follower;
use super::live::goodbye;
use super::log::Next;
use crate::clock::{Clock, Sleep};
use crate::transport::http::endpoint::Patience;
use crate::transport::http::peers::Place;

/// A GET stream that goes on with what a call says, whose first connection has
/// ended.
pub(in crate::transport::http) struct FollowStream {
    follower: Follower,
    greeted: bool,
    ended: bool,
    clock: Clock,
    every: Duration,
    alive: Sleep,
    lifetime: Sleep,
    _held: (OwnedSemaphorePermit, Place),
}

impl FollowStream {
    pub(in crate::transport::http) fn new(
        follower: Follower,
        clock: Clock,
        patience: Patience,
        held: (OwnedSemaphorePermit, Place),
    ) -> Self {
        let every = patience.keep_alive;
        let (alive, lifetime) = (clock.sleep(every), clock.sleep(patience.idle));
        let (greeted, ended) = (false, false);
        Self { follower, greeted, ended, clock, every, alive, lifetime, _held: held }
    }

    pub(in crate::transport::http) fn poll_next(
        &mut self,
        task: &mut Task<'_>,
    ) -> Poll<Option<Bytes>> {
        const COMMENT: Bytes = Bytes::from_static(b":\n\n");
        if self.ended {
            return Poll::Ready(None);
        }
        match self.follower.poll_next(task) {
            Poll::Ready(Next::Event(event)) => {
                self.greeted = true;
                self.alive = self.clock.sleep(self.every);
                return Poll::Ready(Some(event));
            }
            Poll::Ready(Next::HangUp(retry)) => {
                self.ended = true;
                return Poll::Ready(Some(goodbye(retry)));
            }
            Poll::Ready(Next::End) => {
                self.ended = true;
                return Poll::Ready(None);
            }
            Poll::Pending => {}
        }
        if Pin::new(&mut self.lifetime).poll(task).is_ready() {
            self.ended = true;
            return Poll::Ready(Some(goodbye(Duration::from_secs(1))));
        }
        // Headers alone do not pass every proxy.
        if std::mem::replace(&mut self.greeted, true)
            && Pin::new(&mut self.alive).poll(task).is_pending()
        {
            return Poll::Pending;
        }
        self.alive = self.clock.sleep(self.every);
        Poll::Ready(Some(COMMENT))
    }
}
