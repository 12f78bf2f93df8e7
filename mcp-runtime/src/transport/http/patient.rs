use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::paced::Paced;
use super::write_stall::WriteStall;

/// A connection that is patient with its client, within limits.
pub(super) struct Patient<S> {
    pub(super) stream: S,
    pub(super) reads: Paced,
    pub(super) writes: WriteStall,
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, reads, .. } = &mut *self;
        reads.poll_read(Pin::new(stream), task, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(task, bytes);
        self.writes.watch(written, task)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(task, parts);
        self.writes.watch(written, task)
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
    use std::future::Future as _;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::super::paced::Pace;
    use super::super::preface::Opening;
    use super::*;
    use crate::clock::{Clock, ManualClock};

    #[tokio::test]
    async fn a_client_has_the_whole_limit_again_after_each_byte_it_takes() {
        let clock = ManualClock::new();
        let (mut client, server) = tokio::io::duplex(1);
        let (almost, rest) = (Duration::from_secs(29), Duration::from_secs(1));
        let (time, limit) = (Clock::from(clock.clone()), almost + rest);
        let first = time.sleep(limit);
        let mut server = Patient {
            stream: server,
            reads: Paced::new(Opening::default(), Pace::new(), time.clone(), limit, first),
            writes: WriteStall::new(time, limit),
        };
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
