use std::ffi::OsString;

use super::{Job, Transport};
use crate::error::{Error, Result};
use crate::server::ServerBuilder;

/// Without the feature `cli` there is nothing to ask for.
pub(super) fn read(builder: ServerBuilder, arguments: &[OsString]) -> Result<Job> {
    match arguments.get(1) {
        None => Ok(Job::Serve(Box::new(builder), Transport::Stdio)),
        Some(argument) => Err(Error::Usage(format!(
            "unknown argument `{}`: this program takes none; build it with the feature \
             `cli` of mcp-runtime, or call `serve_http` and the like in its `main`",
            argument.display()
        ))),
    }
}
