//! Resources, fixed and templated, of text and of bytes (scenarios `resources-*`).

use mcp_runtime::prelude::*;
use serde::Serialize;

use crate::samples::PNG;

/// A text.
#[mcp_resource("test://static-text", mime_type = "text/plain")]
async fn static_text() -> &'static str {
    "This is the content of the static text resource."
}

/// A picture of one pixel.
#[mcp_resource("test://static-binary", mime_type = "image/png")]
async fn static_binary() -> &'static [u8] {
    PNG
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Datum {
    id: String,
    template_test: bool,
    data: String,
}

/// Data by its identifier.
#[mcp_resource("test://template/{id}/data")]
async fn template_data(
    /// Whose data.
    id: String,
) -> Json<Datum> {
    Json(Datum { data: format!("Data for ID: {id}"), id, template_test: true })
}

/// Something to subscribe to.
#[mcp_resource("test://watched-resource", mime_type = "text/plain")]
async fn watched_resource() -> &'static str {
    "It stays as it is."
}
