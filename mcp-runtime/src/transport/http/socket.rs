use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

use crate::handler::Remote;

/// Where connections come in.
pub(crate) enum Socket {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener),
}

/// One connection, whatever carries it.
pub(super) enum Stream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
    #[cfg(feature = "tls")]
    Tls(Box<tokio_rustls::server::TlsStream<Stream>>),
    #[cfg(fuzzing)]
    Memory(tokio::io::DuplexStream),
}

impl Socket {
    fn poll_accept(&self, task: &mut Context<'_>) -> Poll<io::Result<(Stream, Remote)>> {
        match self {
            Self::Tcp(socket) => socket.poll_accept(task).map_ok(|(stream, peer)| {
                // Without it the last part of a streamed answer waits 40 ms
                // for the client's delayed acknowledgement of the part before.
                let _ = stream.set_nodelay(true);
                (Stream::Tcp(stream), Remote::Peer(peer))
            }),
            #[cfg(unix)]
            Self::Unix(socket) => socket.poll_accept(task).map_ok(|(stream, _)| {
                let user = stream.peer_cred().ok().map(|credentials| credentials.uid());
                (Stream::Unix(stream), Remote::Local(user))
            }),
        }
    }
}

/// The next connection of any of them. They are asked in turn: one that is
/// always busy must not keep the others waiting.
pub(super) async fn accept(sockets: &[Socket], turn: &mut usize) -> io::Result<(Stream, Remote)> {
    poll_fn(|task| {
        for _ in 0..sockets.len() {
            *turn = (*turn + 1) % sockets.len();
            if let Poll::Ready(accepted) = sockets[*turn].poll_accept(task) {
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    })
    .await
}

macro_rules! on_stream {
    ($stream:expr, $inner:ident => $call:expr) => {
        match $stream {
            Stream::Tcp($inner) => $call,
            #[cfg(unix)]
            Stream::Unix($inner) => $call,
            #[cfg(feature = "tls")]
            Stream::Tls($inner) => $call,
            #[cfg(fuzzing)]
            Stream::Memory($inner) => $call,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        on_stream!(self.get_mut(), inner => Pin::new(inner).poll_read(task, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        on_stream!(self.get_mut(), inner => Pin::new(inner).poll_write(task, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        on_stream!(self.get_mut(), inner => Pin::new(inner).poll_write_vectored(task, parts))
    }

    fn is_write_vectored(&self) -> bool {
        on_stream!(self, inner => inner.is_write_vectored())
    }

    fn poll_flush(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_stream!(self.get_mut(), inner => Pin::new(inner).poll_flush(task))
    }

    fn poll_shutdown(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        on_stream!(self.get_mut(), inner => Pin::new(inner).poll_shutdown(task))
    }
}
