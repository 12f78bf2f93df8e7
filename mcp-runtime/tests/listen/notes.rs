//! The resources that are listened to.

use mcp_runtime::prelude::*;

/// A note.
#[mcp_resource("notes://{id}")]
async fn note(id: String) -> String {
    id
}
