//! {{description}}.

mod convert;

use mcp_runtime::ServerBuilder;

pub use convert::convert;

/// The server with all its tools, as the program and the tests start it.
pub fn server() -> ServerBuilder {
    mcp_runtime::server!()
}
