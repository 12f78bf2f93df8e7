use std::ffi::OsString;

use super::{Job, Transport};
use crate::error::{Error, Result};
use crate::server::ServerBuilder;

/// Without the feature `cli` there is nothing to ask for.
pub(super) fn read(builder: ServerBuilder, arguments: &[OsString]) -> Result<Job> {
    match arguments.get(1) {
        None => {
            #[cfg(feature = "log")]
            log(&builder)?;
            Ok(Job::Serve(Box::new(builder), Transport::Stdio))
        }
        Some(argument) => Err(Error::Usage(format!(
            "unknown argument `{}`: this program takes none; build it with the feature \
             `cli` of mcp-runtime, or call `serve_http` and the like in its `main`",
            argument.display()
        ))),
    }
}

#[cfg(feature = "log")]
fn log(builder: &ServerBuilder) -> Result<()> {
    let format = std::env::var("MCP_LOG_FORMAT").ok().map(|text| {
        text.parse().map_err(|wanted| Error::Usage(format!("MCP_LOG_FORMAT={text}: {wanted}")))
    });
    crate::log::init(
        format.transpose()?,
        builder.identity().0,
        tracing::Level::INFO,
        crate::server::spans(),
    );
    Ok(())
}
