use std::time::Duration;

/// What one client may take of the listener, before anything is known of it.
#[derive(Debug, Clone)]
pub(crate) struct WireLimits {
    pub(crate) connections: usize,
    /// A quarter of them where nothing was chosen.
    pub(crate) connections_per_peer: Option<usize>,
    /// The request line and all fields of a request.
    pub(crate) head_bytes: usize,
    pub(crate) head_fields: usize,
    /// From the first byte of a head, or from the connection's beginning, to
    /// its last byte.
    pub(crate) head_time: Duration,
    /// Between two requests.
    pub(crate) idle: Duration,
    /// How long a client may take nothing of what is to be written to it.
    pub(crate) stall: Duration,
    /// Requests at once on one HTTP/2 connection.
    #[cfg(feature = "http2")]
    pub(crate) streams: u32,
}

impl Default for WireLimits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            connections_per_peer: None,
            head_bytes: 32 << 10,
            head_fields: 100,
            head_time: Duration::from_secs(30),
            idle: Duration::from_secs(75),
            stall: Duration::from_secs(30),
            #[cfg(feature = "http2")]
            streams: 100,
        }
    }
}
