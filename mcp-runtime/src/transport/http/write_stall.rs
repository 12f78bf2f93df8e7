use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::clock::{Clock, Sleep};

/// A connection whose writes fail once the client has taken nothing for a while.
///
/// hyper polls a response body only while it has room to buffer, and the call
/// lives in the body: with a client that does not read, the call would never
/// be polled again, not even for its deadline. The failed write ends the
/// connection, and with it the call and all it holds.
pub(super) struct WriteStall<S> {
    stream: S,
    clock: Clock,
    limit: Duration,
    /// Only while a write is pending: writes that are ready at once cost nothing.
    timer: Option<Sleep>,
}

impl<S> WriteStall<S> {
    pub(super) fn new(stream: S, clock: Clock, limit: Duration) -> Self {
        Self { stream, clock, limit, timer: None }
    }

    fn watch<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        task: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.timer = None;
            return written;
        }
        let timer = self.timer.get_or_insert_with(|| self.clock.sleep(self.limit));
        Pin::new(timer).poll(task).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for WriteStall<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(task, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for WriteStall<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(task, bytes);
        self.watch(written, task)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(task, parts);
        self.watch(written, task)
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::clock::ManualClock;

    #[tokio::test]
    async fn a_client_has_the_whole_limit_again_after_each_byte_it_takes() {
        let clock = ManualClock::new();
        let (mut client, server) = tokio::io::duplex(1);
        let (almost, rest) = (Duration::from_secs(29), Duration::from_secs(1));
        let mut server = WriteStall::new(server, clock.clone().into(), almost + rest);
        let mut write = Box::pin(server.write_all(b"four"));
        let mut task = Context::from_waker(std::task::Waker::noop());
        for _ in 0..2 {
            assert!(write.as_mut().poll(&mut task).is_pending());
            clock.advance(almost);
            client.read_u8().await.unwrap();
        }
        assert!(write.as_mut().poll(&mut task).is_pending());
        clock.advance(almost);
        assert!(write.as_mut().poll(&mut task).is_pending());
        clock.advance(rest);
        let Poll::Ready(Err(error)) = write.as_mut().poll(&mut task) else { panic!("an error") };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
}
