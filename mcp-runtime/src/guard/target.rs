use crate::handler::{CheckFn, Context, Defaults, Prepared, Tool};

/// What the guards let a call through to.
///
/// The guards know nothing else of it, so that whatever else the protocol
/// lets a client call enters the same stack.
pub(crate) trait Target: Defaults {
    /// Its place among all targets.
    fn index(&self) -> usize;

    /// Whether repeating a call is safe although its outcome is unknown.
    fn repeatable(&self) -> bool;

    /// Whether a call that carries an idempotency key is run only once.
    fn idempotent(&self) -> bool;

    /// The user's own checks.
    fn checks(&self) -> &'static [CheckFn];

    /// Checks the arguments and makes the future to run. Decoding runs the
    /// user's code (`Deserialize`, default expressions).
    fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared;
}

impl Target for Tool {
    fn index(&self) -> usize {
        self.index
    }

    fn repeatable(&self) -> bool {
        self.def.annotations.repeatable()
    }

    fn idempotent(&self) -> bool {
        self.def.annotations.idempotent == Some(true)
    }

    fn checks(&self) -> &'static [CheckFn] {
        self.def.guards.checks
    }

    fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared {
        Tool::prepare(self, arguments, ctx)
    }
}

impl Defaults for Tool {
    fn default_of(&self, argument: &str) -> String {
        self.input_schema["properties"][argument]["default"].to_string()
    }
}
