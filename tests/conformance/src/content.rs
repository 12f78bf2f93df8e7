//! Every kind of content block (scenarios `tools-call-*`).

use mcp_runtime::prelude::*;

use crate::samples::{PNG, WAV};

/// Answers with one text block.
#[mcp_tool(read_only)]
async fn test_simple_text() -> &'static str {
    "This is a simple text response for testing."
}

/// Answers with a picture of one pixel.
#[mcp_tool(read_only)]
async fn test_image_content() -> Content {
    Content::image(PNG, "image/png")
}

/// Answers with a very short sound.
#[mcp_tool(read_only)]
async fn test_audio_content() -> Content {
    Content::audio(WAV, "audio/wav")
}

/// Answers with a resource inside the result.
#[mcp_tool(read_only)]
async fn test_embedded_resource() -> Content {
    let text = "This is an embedded resource content.";
    Content::resource(
        "test://embedded-resource",
        ResourceContents::text(text).mime_type("text/plain"),
    )
}

/// Answers with a text, a picture and a resource.
#[mcp_tool(read_only)]
async fn test_multiple_content_types() -> Vec<Content> {
    let resource = ResourceContents::text(r#"{"test":"data","value":123}"#);
    vec![
        Content::text("Multiple content types test:"),
        Content::image(PNG, "image/png"),
        Content::resource("test://mixed-content-resource", resource.mime_type("application/json")),
    ]
}
