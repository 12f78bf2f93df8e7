use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};

use super::preface::Opening;
use crate::clock::{Clock, Sleep};

/// What is going on on an HTTP/1.1 connection. Known to the timer, which
/// hyper asks for when it begins to wait, to the service, and to the reads in
/// between; all in one task.
pub(super) struct Pace(AtomicU8);

/// A head has begun.
const HEAD: u8 = 0;
/// A request is being answered.
const BUSY: u8 = 1;
/// Waiting for the next request.
const IDLE: u8 = 2;

impl Pace {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(AtomicU8::new(HEAD)))
    }

    /// A head is complete.
    pub(super) fn begin(&self) {
        self.0.store(BUSY, Ordering::Relaxed);
    }

    /// The next head may come. The first one is already on its way.
    pub(super) fn wait(&self) {
        if self.0.load(Ordering::Relaxed) == BUSY {
            self.0.store(IDLE, Ordering::Relaxed);
        }
    }
}

/// Makes the reads of a connection fail once a head has taken too long to arrive.
///
/// hyper has one timer for a head and for the wait before it. A client may be
/// idle for longer than a head may take, so that timer is the idle one and
/// this bounds the head, in whatever pieces it comes.
pub(super) struct Paced {
    opening: Opening,
    pace: Arc<Pace>,
    clock: Clock,
    limit: Duration,
    /// Only while a head is incomplete: one that comes in one piece costs nothing.
    timer: Option<Sleep>,
}

impl Paced {
    /// `timer` ends the time for the first head, of which something was read.
    pub(super) fn new(
        opening: Opening,
        pace: Arc<Pace>,
        clock: Clock,
        limit: Duration,
        timer: Sleep,
    ) -> Self {
        Self { opening, pace, clock, limit, timer: Some(timer) }
    }

    pub(super) fn poll_read(
        &mut self,
        mut stream: Pin<&mut impl AsyncRead>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.opening.is_given() {
            self.opening.give(buffer);
            // What follows has most likely come too; if not, there is enough.
            if buffer.remaining() > 0 {
                let _ = stream.as_mut().poll_read(task, buffer);
            }
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        if let Poll::Ready(read) = stream.poll_read(task, buffer) {
            if buffer.filled().len() > before && self.pace.0.load(Ordering::Relaxed) == IDLE {
                self.pace.0.store(HEAD, Ordering::Relaxed);
                self.timer = None;
            }
            return Poll::Ready(read);
        }
        if self.pace.0.load(Ordering::Relaxed) != HEAD {
            self.timer = None;
            return Poll::Pending;
        }
        let timer = self.timer.get_or_insert_with(|| self.clock.sleep(self.limit));
        Pin::new(timer).poll(task).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}
