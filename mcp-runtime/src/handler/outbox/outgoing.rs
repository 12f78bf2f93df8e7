use std::sync::Weak;

use bytes::Bytes;

/// A message on its way out.
pub(crate) struct Outgoing {
    pub(crate) message: Bytes,
    pub(crate) kept: Kept,
}

/// For how long a message is kept for a client that comes back.
pub(crate) enum Kept {
    /// While there is room for it.
    Loosely,
    /// While somebody waits for its answer.
    WhileOpen(Weak<()>),
    /// As long as what was said at all: that a question is taken back, which
    /// is short.
    Always,
}

impl Kept {
    /// Whether it may make room for others.
    #[cfg(feature = "http")]
    pub(crate) fn is_loose(&self) -> bool {
        match self {
            Self::Loosely => true,
            Self::WhileOpen(question) => question.strong_count() == 0,
            Self::Always => false,
        }
    }
}
