use std::fmt;

/// The identity of one call, for logs and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallId {
    call: u64,
}

impl CallId {
    pub(crate) fn new(call: u64) -> Self {
        Self { call }
    }
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.call)
    }
}
