use crate::handler::{
    CheckFn, Context, Defaults, Handler, Method, Prepared, Prompt, Resource, Tool,
};

/// What the guards let a call through to.
///
/// The guards know nothing else of it, so that whatever else the protocol
/// lets a client call enters the same stack.
pub(crate) trait Target: Defaults {
    /// What is run, with its place among all of them.
    fn handler(&self) -> &Handler;

    /// Whether a call changes nothing.
    fn read_only(&self) -> bool;

    /// Whether repeating a call is safe although its outcome is unknown.
    fn repeatable(&self) -> bool;

    /// Whether a call that carries an idempotency key is run only once.
    fn idempotent(&self) -> bool;

    /// The user's own checks.
    fn checks(&self) -> &'static [CheckFn] {
        self.handler().guards.checks
    }

    /// Checks the arguments and makes the future to run. Decoding runs the
    /// user's code (`Deserialize`, default expressions).
    fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared {
        self.handler().prepare(arguments, ctx)
    }
}

impl Target for Tool {
    fn handler(&self) -> &Handler {
        self
    }

    fn read_only(&self) -> bool {
        self.annotations.read_only == Some(true)
    }

    fn repeatable(&self) -> bool {
        self.annotations.repeatable()
    }

    fn idempotent(&self) -> bool {
        self.annotations.idempotent == Some(true)
    }
}

/// Nobody has said what it does, so nothing is presumed.
impl Target for Method {
    fn handler(&self) -> &Handler {
        self
    }

    fn read_only(&self) -> bool {
        false
    }

    fn repeatable(&self) -> bool {
        false
    }

    fn idempotent(&self) -> bool {
        false
    }
}

impl Defaults for Method {
    fn default_of(&self, argument: &str) -> String {
        self.handler.default_of(argument)
    }
}

/// What is only read may be read again.
macro_rules! reading {
    ($($ty:ty),*) => {$(
        impl Target for $ty {
            fn handler(&self) -> &Handler {
                self
            }

            fn read_only(&self) -> bool {
                true
            }

            fn repeatable(&self) -> bool {
                true
            }

            fn idempotent(&self) -> bool {
                false
            }
        }

        impl Defaults for $ty {
            fn default_of(&self, argument: &str) -> String {
                self.handler.default_of(argument)
            }
        }
    )*};
}

reading!(Prompt, Resource);

impl Defaults for Tool {
    fn default_of(&self, argument: &str) -> String {
        self.handler.default_of(argument)
    }
}
