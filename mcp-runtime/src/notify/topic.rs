use std::fmt;
use std::sync::Arc;

/// Something that changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Which tools there are.
    Tools,
    /// Which prompts there are.
    Prompts,
    /// Which resources there are.
    Resources,
    /// What this one holds.
    Resource(Arc<str>),
    /// How the task of this id stands.
    Task(Arc<str>),
}

/// Resources that one listener watches.
pub(crate) const MOST_RESOURCES: usize = 256;

/// Bytes of all their URIs together.
pub(crate) const MOST_BYTES: usize = 8 << 10;

/// A listener would watch more resources than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch;

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "one subscription watches at most {MOST_RESOURCES} resources, whose URIs have at most \
             {MOST_BYTES} bytes together"
        )
    }
}
