use std::time::Duration;

/// What the tasks of a server are held to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// Kept at once, whatever has become of them.
    pub(crate) most: usize,
    /// The part of each caller.
    pub(crate) most_each: usize,
    /// Bytes of what they came by and what they came to.
    pub(crate) most_bytes: usize,
    /// The part of each caller.
    pub(crate) most_bytes_each: usize,
    /// How long one is kept beyond the time that it may run.
    pub(crate) ttl: Duration,
    /// How often clients should ask.
    pub(crate) poll: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            most: 1_024,
            most_each: 64,
            most_bytes: 64 << 20,
            most_bytes_each: 16 << 20,
            ttl: Duration::from_hours(1),
            poll: Duration::from_secs(1),
        }
    }
}
