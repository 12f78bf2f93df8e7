//! The prompts and resources of these tests.

use std::time::Duration;

use mcp_runtime::CacheScope;
use mcp_runtime::prelude::*;

#[mcp_type]
enum Tone {
    Calm,
    Lively,
}

/// Greets somebody.
#[mcp_prompt(title = "Greet", meta("team" = "words"))]
async fn greet(
    /// What it is about.
    name: String,
    /// What it is about.
    times: Option<u32>,
    /// What it is about.
    tone: Option<Tone>,
) -> String {
    let tone = if let Some(Tone::Lively) = tone { "!" } else { "." };
    format!("Hello {name} {}{tone}", times.unwrap_or(1))
}

#[mcp_prompt]
async fn mixed() -> PromptOutput {
    let note = ResourceContents::text("body").mime_type("text/plain");
    PromptOutput::new()
        .description("All kinds.")
        .message("text")
        .message(PromptMessage::assistant(Content::image([1, 2], "image/png")))
        .message(Content::audio([3], "audio/wav"))
        .message(Content::resource("note://1", note))
        .message(Content::resource_link(ResourceLink::new("note://2", "two")))
        .meta("trace", 7)
}

#[mcp_prompt(max_output = "100B")]
async fn broken(how: String) -> Result<String, CallError> {
    match &*how {
        "panic" => panic!("it was told to"),
        "busy" => Err(CallError::new("BUSY", "not now").retry_after(Duration::from_secs(3))),
        "large" => Ok("x".repeat(200)),
        _ => Ok(how),
    }
}

#[mcp_prompt(rate = "1/h per server")]
async fn seldom() -> &'static str {
    "once"
}

#[mcp_prompt(auth = "vault:read")]
async fn hidden() -> &'static str {
    "for some"
}

/// Where to begin.
#[mcp_resource(
    "docs://readme",
    title = "Read me",
    mime_type = "text/markdown",
    size = 9,
    ttl = "1m public",
    audience = ["user"],
    priority = 0.5
)]
async fn readme() -> &'static str {
    "# Read me"
}

#[mcp_resource("docs://logo", mime_type = "image/png")]
async fn logo() -> Vec<u8> {
    vec![0x89, 0x50]
}

#[mcp_resource("notes://{id}")]
async fn note(id: u32) -> Option<Json<serde_json::Value>> {
    (id < 100).then(|| Json(serde_json::json!({ "id": id })))
}

#[mcp_resource("notes://1")]
async fn newest() -> &'static str {
    "the newest"
}

#[mcp_resource("files:///{+path}{?tags*}", max_output = "100B")]
async fn file(path: String, tags: Vec<String>) -> Result<ResourceOutput, CallError> {
    match &*path {
        "panic" => panic!("it was told to"),
        "broken" => Err(CallError::internal("the disk is gone")),
        "large" => Ok(ResourceOutput::new().contents(ResourceContents::text("x".repeat(200)))),
        _ => {
            let listed = ResourceContents::text(format!("{path} {tags:?}"));
            let other = ResourceContents::blob([1]).uri("files:///other").mime_type("a/b");
            let output = ResourceOutput::new().contents(listed).contents(other);
            Ok(output.ttl(Duration::from_secs(2)).cache_scope(CacheScope::Public).meta("rev", 3))
        }
    }
}

#[mcp_resource("vault://gold", auth = "vault:read")]
async fn vault() -> &'static str {
    "gold"
}
