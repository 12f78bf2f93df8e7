use std::sync::Arc;
use std::time::Duration;

use super::{Identity, ListPages};
use crate::guard::Table;
use crate::handler::{Environment, Registry, Tool};
use crate::usage::Recorder;

/// One server, ready to answer: everything is immutable but the counters.
pub(crate) struct App {
    pub(crate) environment: Arc<Environment>,
    pub(crate) registry: Registry,
    pub(crate) guards: Arc<Table>,
    /// Who is told of each call.
    pub(crate) usage: Arc<Recorder>,
    pub(crate) identity: Identity,
    pub(crate) tools: ListPages,
    pub(crate) limits: Limits,
}

impl App {
    /// Whether a tool is there for clients: an operator may have switched it off.
    pub(super) fn offers(&self, tool: &Tool) -> bool {
        self.guards.stack(tool.index).is_some_and(|stack| stack.settings.enabled)
    }
}

/// The bounds that every transport keeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest message accepted, in bytes.
    pub(crate) message: usize,
    /// Calls that one stdio connection runs at once.
    pub(crate) in_flight: usize,
    /// How long calls may go on after the server was told to stop.
    pub(crate) drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { message: 4 << 20, in_flight: 256, drain: Duration::from_secs(10) }
    }
}
