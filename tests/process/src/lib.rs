//! Tools in a library crate: linked into whatever program mentions the crate.

use mcp_runtime::prelude::*;

/// Says where it comes from.
#[mcp_tool(read_only)]
pub async fn from_library() -> &'static str {
    "from the library"
}
