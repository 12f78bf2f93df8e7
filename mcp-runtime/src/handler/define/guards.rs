use std::time::Duration;

/// The guards written on a function; absent ones cost nothing at run time.
#[derive(Debug, Clone, Copy)]
pub struct Guards {
    pub(crate) timeout: Option<Duration>,
}

impl Default for Guards {
    fn default() -> Self {
        Self::new()
    }
}

impl Guards {
    /// No guard beyond the server's defaults.
    pub const fn new() -> Self {
        Self { timeout: None }
    }

    /// The deadline of one call.
    #[must_use]
    pub const fn timeout_ms(mut self, millis: u64) -> Self {
        self.timeout = Some(Duration::from_millis(millis));
        self
    }
}
