use std::sync::Arc;
use std::time::Duration;

use super::ServerRequests;

/// How the client of one call of an older revision is asked.
#[derive(Clone)]
pub(crate) struct Askable {
    /// Where its answers come in.
    pub(crate) requests: Arc<ServerRequests>,
    /// Whose answers count.
    pub(crate) session: [u8; 16],
    /// How long it may take.
    pub(crate) patience: Duration,
}
