//! Prompts with every kind of content (scenarios `prompts-*`).

use mcp_runtime::prelude::*;

use crate::samples::PNG;

/// A text.
#[mcp_prompt]
async fn test_simple_prompt() -> &'static str {
    "This is a simple prompt for testing."
}

/// A text with its arguments.
#[mcp_prompt]
async fn test_prompt_with_arguments(
    /// The first.
    #[arg(complete = ["paris", "park", "party", "test"])]
    arg1: String,
    /// The second.
    arg2: String,
) -> String {
    format!("Prompt with arguments: arg1='{arg1}', arg2='{arg2}'")
}

/// A resource inside a message.
#[mcp_prompt]
async fn test_prompt_with_embedded_resource(
    /// The URI that the resource is to have.
    #[arg(rename = "resourceUri")]
    uri: String,
) -> Vec<Content> {
    let text = ResourceContents::text("Embedded resource content for testing.");
    vec![
        Content::resource(uri, text.mime_type("text/plain")),
        Content::text("Please process the embedded resource above."),
    ]
}

/// A picture.
#[mcp_prompt]
async fn test_prompt_with_image() -> Vec<Content> {
    vec![Content::image(PNG, "image/png"), Content::text("Please analyze the image above.")]
}
