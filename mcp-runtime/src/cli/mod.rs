//! The command line that every server has: what `run` makes of its arguments.
//!
//! A command is a file or a folder: its grammar, and what it does.

#[cfg(not(feature = "cli"))]
mod bare;
#[cfg(feature = "cli")]
mod call;
#[cfg(feature = "cli")]
mod catalog;
#[cfg(feature = "cli")]
mod completions;
#[cfg(feature = "cli")]
mod docs;
#[cfg(feature = "cli")]
mod grammar;
#[cfg(feature = "cli")]
mod healthcheck;
#[cfg(feature = "install")]
mod install;
#[cfg(feature = "cli")]
mod keys;
#[cfg(feature = "cli")]
mod list;
#[cfg(feature = "cli")]
mod options;
#[cfg(feature = "cli")]
mod policy;
mod run;
#[cfg(feature = "cli")]
mod schema;
#[cfg(feature = "cli")]
mod serving;
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
    /// A command that takes its time, and the code that the process is to end with.
    #[cfg(feature = "cli")]
    Command(Command),
    Serve(Box<ServerBuilder>, Transport),
}

#[cfg(feature = "cli")]
type Command = std::pin::Pin<Box<dyn Future<Output = crate::error::Result<u8>> + Send>>;
