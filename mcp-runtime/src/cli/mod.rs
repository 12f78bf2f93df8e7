//! The command line that every server has: what `run` makes of its arguments.
//!
//! A command is a file: its grammar, and what it does.

#[cfg(not(feature = "cli"))]
mod bare;
#[cfg(feature = "cli")]
mod grammar;
#[cfg(feature = "cli")]
mod healthcheck;
#[cfg(feature = "cli")]
mod keys;
#[cfg(feature = "cli")]
mod options;
#[cfg(feature = "cli")]
mod policy;
mod run;
#[cfg(feature = "cli")]
mod text;
mod transport;

#[cfg(not(feature = "cli"))]
use bare::read;
#[cfg(feature = "cli")]
use grammar::read;
use transport::Transport;

use crate::server::ServerBuilder;

/// What the command line asks for.
enum Job {
    /// A text, which is printed.
    #[cfg(feature = "cli")]
    Done,
    Serve(Box<ServerBuilder>, Transport),
}
