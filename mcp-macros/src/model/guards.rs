//! What limits a call: the attributes that become layers around the handler.

/// The guards written on a function; the runtime has a default for each that is not.
#[derive(Default)]
pub(crate) struct Guards {
    pub(crate) timeout_ms: Option<u64>,
}

impl Guards {
    /// Whether nothing was written, so that the defaults hold throughout.
    pub(crate) fn are_default(&self) -> bool {
        self.timeout_ms.is_none()
    }
}
