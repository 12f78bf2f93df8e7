//! What one client may take of the HTTP listener.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::ServerBuilder;

/// Enough for what every client sends, and little enough to have one of each
/// connection in memory.
const HEAD: RangeInclusive<usize> = 1 << 10..=1 << 20;

impl ServerBuilder {
    /// Connections that one address may have open at once, an IPv6 client's
    /// /64 counting as one; further ones are closed at once, without an
    /// answer, since an answer would have to be waited for. Proxies listed in
    /// [`trusted_proxies`](Self::trusted_proxies) are exempt, and so are Unix
    /// sockets. Default: a quarter of
    /// [`max_connections`](Self::max_connections), at least 100: 2,500.
    pub fn max_connections_per_peer(mut self, connections: usize) -> Self {
        self.check_some("max_connections_per_peer", connections);
        self.web.wire.connections_per_peer = Some(connections);
        self
    }

    /// The longest head of a request: its first line and all header fields;
    /// longer ones get 431. In bytes, from 1 KiB to 1 MiB. Default: 32 KiB.
    pub fn max_header_bytes(mut self, bytes: usize) -> Self {
        if !HEAD.contains(&bytes) {
            self.problems.add(format!(
                "`.max_header_bytes({bytes})` must be from {} (1 KiB) to {} (1 MiB)",
                HEAD.start(),
                HEAD.end()
            ));
        }
        self.web.wire.head_bytes = bytes;
        self
    }

    /// Header fields of one request; with more it gets 431. Default: 100.
    pub fn max_header_fields(mut self, fields: usize) -> Self {
        self.check_some("max_header_fields", fields);
        self.web.wire.head_fields = fields;
        self
    }

    /// How long the head of a request may take from its first byte to its
    /// last, and a new connection, TLS handshake included, to its first whole
    /// head. Then the connection is closed. A year at most. Default: 30 s.
    pub fn header_timeout(mut self, timeout: Duration) -> Self {
        self.check_time("header_timeout", timeout);
        self.web.wire.head_time = timeout;
        self
    }

    /// How long the body of a request may take as a whole; a slower one gets
    /// 408. A year at most. Default: 30 s.
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.check_time("body_timeout", timeout);
        self.web.body_time = timeout;
        self
    }

    /// Memory for all request bodies that are still arriving, together, in
    /// bytes. What does not fit gets 503 with `Retry-After`; bodies that come
    /// in one piece with their head need none of it. On HTTP/2 the heads of
    /// the requests that are open count as well, where those of a connection
    /// are together larger than one head may be. Default: 256 MiB.
    pub fn max_body_memory(mut self, bytes: usize) -> Self {
        self.web.body_memory = bytes;
        self
    }

    /// How long a connection may stay open between two requests. Shorter than
    /// the default of the common proxies would make them send requests into
    /// connections that are about to close. A year at most. Default: 75 s.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.check_time("idle_timeout", timeout);
        self.web.wire.idle = timeout;
        self
    }

    /// How long a client may take nothing of an answer; then its connection,
    /// or its stream of HTTP/2, is closed and the call cancelled. A year at
    /// most. Default: 30 s.
    pub fn write_timeout(mut self, timeout: Duration) -> Self {
        self.check_time("write_timeout", timeout);
        self.web.wire.stall = timeout;
        self
    }

    /// Requests at once on one HTTP/2 connection; clients are told and wait.
    /// Default: 100.
    #[cfg(feature = "http2")]
    pub fn max_http2_streams(mut self, streams: u32) -> Self {
        self.check_some("max_http2_streams", streams as usize);
        self.web.wire.streams = streams;
        self
    }

    /// The part of [`max_idle_streams`](Self::max_idle_streams) that one
    /// address may hold as GET streams; further ones are refused. For
    /// subscriptions there is
    /// [`max_subscriptions_per_caller`](Self::max_subscriptions_per_caller).
    /// Default: a tenth, and at least 100.
    pub fn max_idle_streams_per_peer(mut self, streams: usize) -> Self {
        self.web.idle_streams_per_peer = Some(streams);
        self
    }
}
