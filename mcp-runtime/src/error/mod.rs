//! What can go wrong, and how it is said.
//!
//! [`Error`] stops a server: it could not start, or could not go on.
//! [`CallError`] fails one call and is written for an agent to act on.

mod bind;
mod call;
mod causes;
pub mod code;
mod internal;
mod report;
mod startup;

pub(crate) use call::seconds;
pub use call::{CallError, IntoCallError};
pub(crate) use causes::with_causes;
pub use internal::Internal;
pub(crate) use report::Ending;
pub use report::{ErrorReport, ToolError};
pub(crate) use startup::Problems;
pub use startup::StartupError;

/// Shorthand for results of functions that start or run a server.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a server did not start, or stopped.
///
/// `Debug` prints the same text as `Display`, so that returning it from
/// `main` shows the operator sentences rather than a structure.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The start-up check found mistakes; all of them are listed.
    #[error(transparent)]
    Startup(#[from] StartupError),
    /// The command line could not be understood.
    #[error("{0}")]
    Usage(String),
    /// The listening socket could not be opened.
    #[error("cannot listen on {address}: {source}{}", bind::fix(.address, .source))]
    Bind {
        /// The address asked for.
        address: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The server stopped as it was told to, and not all calls had ended when
    /// the time for that was over. Each was answered with `SHUTTING_DOWN`.
    #[error("the server stopped before {calls} of its calls had ended; they were cut off")]
    CutOff {
        /// How many.
        calls: usize,
    },
    /// Somebody asked how a server does, and it does not do well.
    #[error("{0}")]
    Unhealthy(String),
    /// Reading from or writing to the transport failed.
    #[error("{context}: {source}")]
    Io {
        /// What was being done.
        context: &'static str,
        /// What the operating system said.
        source: std::io::Error,
    },
}

impl std::fmt::Debug for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}
