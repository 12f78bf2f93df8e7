use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

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

/// A connection whose reads fail once a head has taken too long to arrive.
///
/// hyper has one timer for a head and for the wait before it. A client may be
/// idle for longer than a head may take, so that timer is the idle one and
/// this bounds the head, in whatever pieces it comes.
pub(super) struct Paced<S> {
    stream: S,
    opening: Opening,
    pace: Arc<Pace>,
    clock: Clock,
    limit: Duration,
    /// Only while a head is incomplete: one that comes in one piece costs nothing.
    timer: Option<Sleep>,
}

impl<S> Paced<S> {
    /// `timer` ends the time for the first head, of which something was read.
    pub(super) fn new(
        stream: S,
        opening: Opening,
        pace: Arc<Pace>,
        clock: Clock,
        limit: Duration,
        timer: Sleep,
    ) -> Self {
        Self { stream, opening, pace, clock, limit, timer: Some(timer) }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if !this.opening.is_given() {
            this.opening.give(buffer);
            // What follows has most likely come too; if not, there is enough.
            if buffer.remaining() > 0 {
                let _ = Pin::new(&mut this.stream).poll_read(task, buffer);
            }
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        if let Poll::Ready(read) = Pin::new(&mut this.stream).poll_read(task, buffer) {
            if buffer.filled().len() > before && this.pace.0.load(Ordering::Relaxed) == IDLE {
                this.pace.0.store(HEAD, Ordering::Relaxed);
                this.timer = None;
            }
            return Poll::Ready(read);
        }
        if this.pace.0.load(Ordering::Relaxed) != HEAD {
            this.timer = None;
            return Poll::Pending;
        }
        let timer = this.timer.get_or_insert_with(|| this.clock.sleep(this.limit));
        Pin::new(timer).poll(task).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(task, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(task, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }
}
