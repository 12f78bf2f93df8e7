use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, ReadBuf};

/// What a client of HTTP/2 sends first (RFC 9113, 3.4).
const PREFACE: [u8; 24] = *b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The first bytes of a connection, read to learn its version and still to be
/// given to whoever speaks it.
#[derive(Default)]
pub(super) struct Opening {
    bytes: [u8; PREFACE.len()],
    from: usize,
    to: usize,
}

impl Opening {
    /// Reads until it is clear which version the client speaks: one read for
    /// all who mean HTTP/1.1. It has no patience of its own.
    ///
    /// hyper-util's `auto` server does the same, but waits for ever
    /// (hyper#3962), and bounds less of HTTP/1.1.
    pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Self> {
        let mut opening = Self::default();
        while opening.is_undecided() {
            let count = stream.read(&mut opening.bytes[opening.to..]).await?;
            if count == 0 {
                break;
            }
            opening.to += count;
        }
        Ok(opening)
    }

    fn is_undecided(&self) -> bool {
        self.to < PREFACE.len() && PREFACE.starts_with(&self.bytes[..self.to])
    }

    pub(super) fn is_http2(&self) -> bool {
        self.bytes == PREFACE
    }

    /// The client said nothing before it closed.
    pub(super) fn is_empty(&self) -> bool {
        self.to == 0
    }

    /// Moves what is left into `buffer`.
    pub(super) fn give(&mut self, buffer: &mut ReadBuf<'_>) {
        let count = (self.to - self.from).min(buffer.remaining());
        buffer.put_slice(&self.bytes[self.from..self.from + count]);
        self.from += count;
    }

    pub(super) fn is_given(&self) -> bool {
        self.from == self.to
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    async fn opening(parts: &[&[u8]]) -> Opening {
        let (mut client, mut server) = tokio::io::duplex(1);
        let writing = async {
            for part in parts {
                // Nobody reads on once it is clear.
                let _ = client.write_all(part).await;
            }
            drop(client);
        };
        let reading = async move { Opening::read(&mut server).await.unwrap() };
        tokio::join!(writing, reading).1
    }

    #[tokio::test]
    async fn a_preface_is_known_in_whatever_pieces_it_comes() {
        assert!(opening(&[&PREFACE]).await.is_http2());
        assert!(opening(&[b"PRI * HTT", b"P/2.0\r\n\r\nSM\r\n", b"\r\n"]).await.is_http2());
        for other in [&b"POST /mcp HTTP/1.1\r\n\r\n"[..], b"PRI * HTTP/1.1\r\n\r\n", b"PRI", b""] {
            let mut opening = opening(&[other]).await;
            assert!(!opening.is_http2());
            let mut given = [0; 64];
            let mut buffer = ReadBuf::new(&mut given);
            opening.give(&mut buffer);
            assert!(opening.is_given());
            assert!(other.starts_with(buffer.filled()), "{other:?}");
        }
    }
}
