//! Streams that a client may come back to (specification 2025-11-25,
//! basic/transports, "Resumability and Redelivery"): those of calls in sessions.
//!
//! Whoever polls a call writes down what it sends ([`Writer`]); who follows it
//! reads that. The stream that answers the POST does both. Once it has ended, a
//! task polls the call, and a GET with `Last-Event-ID` follows.

mod follow;
mod live;
mod log;
mod store;

pub(super) use follow::FollowStream;
pub(super) use live::LiveStream;
pub(super) use log::{Follower, Writer};
pub(super) use store::Resumable;

/// The id of an event: its stream, and its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EventId {
    /// The number of the call.
    pub(super) stream: u64,
    pub(super) number: u64,
}

impl EventId {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (stream, number) = text.split_once('-')?;
        let stream = u64::from_str_radix(stream, 16).ok()?;
        Some(Self { stream, number: number.parse().ok()? })
    }
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}-{}", self.stream, self.number)
    }
}
