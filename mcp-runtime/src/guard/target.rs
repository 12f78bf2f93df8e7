use std::time::Duration;

use crate::handler::{Context, Prepared, Tool};

/// What the guards let a call through to.
///
/// The guards know nothing else of it, so that whatever else the protocol
/// lets a client call enters the same stack.
pub(crate) trait Target: Send + Sync {
    /// How long one call may take.
    fn timeout(&self) -> Duration;

    /// Whether repeating a call is safe although its outcome is unknown.
    fn repeatable(&self) -> bool;

    /// Checks the arguments and makes the future to run. Decoding runs the
    /// user's code (`Deserialize`, default expressions).
    fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared;
}

impl Target for Tool {
    fn timeout(&self) -> Duration {
        self.timeout
    }

    fn repeatable(&self) -> bool {
        self.def.annotations.repeatable()
    }

    fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared {
        Tool::prepare(self, arguments, ctx)
    }
}
